package dev.webendpoints.image;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.webendpoints.image.BuildEvent.Finished;
import dev.webendpoints.image.BuildEvent.Line;
import dev.webendpoints.source.WorkspaceRows;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.subscription.Cancellable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Builds that no client waits for any more, and builds that wait for others. */
@Tag("long")
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@TestProfile(AbandonedBuildTest.Impatient.class)
class AbandonedBuildTest {

    public static class Impatient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("webendpoints.images.abandon-after", "2s");
        }
    }

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    Images images;

    @Inject
    ImageBuilds builds;

    @Inject
    WorkspaceRows workspaces;

    private final List<Cancellable> followers = new ArrayList<>();
    private final List<SleepingBuild> started = new ArrayList<>();
    private String workspace;

    @BeforeAll
    static void requireIndex() {
        PackageIndex.require();
    }

    @BeforeEach
    void makeWorkspace() {
        workspace = workspaces.create();
    }

    @AfterEach
    void abandonAll() {
        followers.forEach(Cancellable::cancel);
        started.forEach(AbandonedBuildTest::untilEnded);
    }

    @Test
    void theProgramsOfABuildEndAfterItsLastFollower() {
        // Given
        SleepingBuild build = start(workspace);
        Cancellable follower = follow(build);
        untilRunning(build);
        // When
        follower.cancel();
        // Then
        untilEnded(build);
    }

    @Test
    void aBuildWithAnotherFollowerContinues() {
        // Given
        SleepingBuild build = start(workspace);
        Cancellable first = follow(build);
        follow(build);
        untilRunning(build);
        // When
        first.cancel();
        SleepingBuild later = start(workspaces.create());
        assertThat(endOf(later)).isEqualTo(ImageBuild.ABANDONED);
        // Then
        assertThat(build.isRunning()).isTrue();
    }

    @Test
    void anAbandonedBuildStartsAgainWhenItIsRequestedAgain() {
        // Given
        SleepingBuild build = start(workspace);
        assertThat(endOf(build)).isEqualTo(ImageBuild.ABANDONED);
        untilEnded(build);
        // When
        ImageBuilds.await(builds.ask(workspace, build.definition()));
        // Then
        follow(build);
        untilRunning(build);
    }

    @Test
    void aBuildThatWaitsForASlotTellsItsFollowers() {
        // Given
        SleepingBuild first = start(workspace);
        follow(first);
        untilRunning(first);
        SleepingBuild second = start(workspace);
        // When
        BuildEvent event = images.follow(workspace, second.imageId(), "", PATIENCE)
                .toUni()
                .await()
                .atMost(PATIENCE);
        // Then
        assertThat(((Line) event).text()).isEqualTo("waiting for a build slot (1 ahead)");
    }

    private SleepingBuild start(String workspaceId) {
        String base = builds.ready(workspaceId, Layer.debianSlim("base"));
        String seconds = "36" + ThreadLocalRandom.current().nextInt(100_000, 999_999);
        ImageDefinition definition =
                BuildingPackage.layer(base, "import subprocess; subprocess.run(['sleep', '" + seconds + "'])");
        String imageId = ImageBuilds.await(builds.ask(workspaceId, definition)).imageId();
        SleepingBuild build = new SleepingBuild(workspaceId, imageId, definition, seconds);
        started.add(build);
        return build;
    }

    private Cancellable follow(SleepingBuild build) {
        Cancellable follower = images.follow(build.workspaceId(), build.imageId(), "", PATIENCE.multipliedBy(2))
                .subscribe()
                .with(event -> {});
        followers.add(follower);
        return follower;
    }

    /** Returns the reason of a build's failure without waiting for it as a client. */
    private String endOf(SleepingBuild build) {
        BuildEvent last = images.observe(build.workspaceId(), build.imageId())
                .collect()
                .last()
                .await()
                .atMost(PATIENCE);
        return ((ImageState.Failed) ((Finished) last).state()).reason();
    }

    private static void untilRunning(SleepingBuild build) {
        await().atMost(PATIENCE).until(build::isRunning);
    }

    private static void untilEnded(SleepingBuild build) {
        await().atMost(PATIENCE).until(() -> !build.isRunning());
    }

    /** @param seconds the argument of the program that the build runs, which no other process has */
    private record SleepingBuild(String workspaceId, String imageId, ImageDefinition definition, String seconds) {

        boolean isRunning() {
            return ProcessHandle.allProcesses()
                    .flatMap(process -> process.info().arguments().stream())
                    .anyMatch(arguments -> arguments.length == 1 && arguments[0].equals(seconds));
        }
    }
}
