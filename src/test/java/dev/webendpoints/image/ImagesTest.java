package dev.webendpoints.image;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.host.SecureTrees;
import dev.webendpoints.image.BuildEvent.Line;
import dev.webendpoints.source.WorkspaceRows;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ImagesTest {

    @Inject
    Images images;

    @Inject
    ImageBuilds builds;

    @Inject
    WorkspaceRows workspaces;

    private String workspace;

    @BeforeAll
    static void requireIndex() {
        PackageIndex.require();
    }

    @BeforeEach
    void makeWorkspace() {
        workspace = workspaces.create();
    }

    @Test
    void anImageThatNobodyHasBuiltIsPending() {
        assertThat(ask(unique())).isInstanceOf(ImageState.Pending.class);
    }

    @Test
    void anImageThatIsReadyIsAnsweredAtOnce() {
        String id = builds.ready(workspace, Layer.debianSlim("base"));

        assertThat(ask(Layer.debianSlim("base")))
                .isInstanceOfSatisfying(
                        ImageState.Ready.class,
                        ready -> assertThat(ready.imageId()).isEqualTo(id).matches("im-[0-9A-Za-z]{22}"));
    }

    @Test
    void oneDefinitionAskedForInParallelIsBuiltOnce() {
        ImageDefinition definition = unique();

        List<ImageState> states = ImageBuilds.await(Uni.join()
                .all(IntStream.range(0, 13)
                        .mapToObj(i -> builds.ask(workspace, definition))
                        .toList())
                .andFailFast());

        String id = states.get(0).imageId();
        builds.end(workspace, id);
        assertThat(builds.log(workspace, id).lines().filter(line -> line.contains("Creating virtual environment")))
                .hasSize(1);
    }

    @Test
    void anImageThatAStoppedServerLeftPendingIsBuiltWhenItIsFollowed() throws IOException {
        String id = builds.ready(workspace, unique());
        Path environment =
                builds.environment(id).python().getParent().getParent().getParent();
        SecureTrees.delete(environment);
        workspaces.execute("update image set state = 'PENDING' where id = '" + id + "'");

        assertThat(builds.end(workspace, id)).isInstanceOf(ImageState.Ready.class);
    }

    @Test
    void anEnvironmentThatWasDeletedIsMadeAgain() throws IOException {
        String id = builds.ready(workspace, unique());
        Path environment =
                builds.environment(id).python().getParent().getParent().getParent();
        SecureTrees.delete(environment);

        assertThat(builds.environment(id).python()).exists();
    }

    @Test
    void aForcedBuildIsAnotherImage() {
        String id = builds.ready(workspace, Layer.debianSlim("base"));

        assertThat(builds.force(workspace, Layer.debianSlim("base")).imageId()).isNotEqualTo(id);
    }

    @Test
    void forcedBuildsAtTheSameTimeAreOne() {
        String first = builds.force(workspace, Layer.debianSlim("base")).imageId();

        assertThat(builds.force(workspace, Layer.debianSlim("base")).imageId()).isEqualTo(first);
    }

    @Test
    void whatTheCallerHasIsNotSentAgain() {
        String id = builds.ready(workspace, unique());

        List<BuildEvent> rest = ImageBuilds.await(images.follow(workspace, id, "1", Duration.ofSeconds(30))
                .collect()
                .asList());

        assertThat(((Line) rest.get(0)).entryId()).isEqualTo("2");
    }

    @Test
    void anotherWorkspacesImageDoesNotExist() {
        String id = builds.ready(workspace, unique());

        assertThatThrownBy(() -> builds.events(workspaces.create(), id)).isInstanceOf(ImageNotFound.class);
    }

    @Test
    void aBaseOfAnotherWorkspaceDoesNotExist() {
        String id = builds.ready(workspaces.create(), unique());

        assertThatThrownBy(() -> ask(Layer.on(id, "ENV A=b"))).isInstanceOf(ImageNotFound.class);
    }

    @Test
    void aFailedImageIsTriedAgain() {
        ImageDefinition refused = Layer.on(base(), "RUN make something");
        builds.failure(workspace, refused);

        assertThat(ask(refused)).isInstanceOf(ImageState.Pending.class);
    }

    @Test
    void anAptPackageThatTheHostHasIsThere() {
        assertThat(builds.build(workspace, Layer.on(base(), "RUN apt-get update", "RUN apt-get install -y dpkg")))
                .isInstanceOf(ImageState.Ready.class);
    }

    @Test
    void anAptPackageThatTheHostLacksIsNamedWithTheSetting() {
        assertThat(builds.failure(workspace, Layer.on(base(), "RUN apt-get install -y no-such-package dpkg")))
                .isEqualTo("apt_install(\"no-such-package\") cannot be done: this server changes nothing on its"
                        + " host, which lacks what the image needs (apt-get install no-such-package there provides it)."
                        + " With webendpoints.images.host-commands=warn the server leaves it out and goes on.");
    }

    @Test
    void anyOtherCommandIsNamedWithTheSetting() {
        assertThat(builds.failure(workspace, Layer.on(base(), "RUN make something")))
                .isEqualTo("the command 'make something' cannot be run: no commands are run on the host."
                        + " With webendpoints.images.host-commands=warn the server leaves it out and goes on.");
    }

    @Test
    void aPythonThatTheHostLacksIsNamedBesideThoseThatItHas() {
        ImageDefinition definition =
                new ImageDefinition(List.of(), List.of("FROM python:3.99-slim"), List.of(), null, Map.of(), false);

        assertThat(builds.failure(workspace, definition))
                .startsWith("the image needs Python 3.99, which this server's host does not have; it has 3.")
                .contains("3.11");
    }

    @Test
    void aBuildFunctionIsRefused() {
        assertThat(builds.failure(workspace, Layer.withFunction(base())))
                .startsWith("Image.run_function is not supported");
    }

    private String base() {
        return builds.ready(workspace, Layer.debianSlim("base"));
    }

    private static ImageDefinition unique() {
        return Layer.debianSlim(UUID.randomUUID().toString());
    }

    private ImageState ask(ImageDefinition definition) {
        return ImageBuilds.await(builds.ask(workspace, definition));
    }
}
