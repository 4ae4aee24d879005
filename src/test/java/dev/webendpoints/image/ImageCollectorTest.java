package dev.webendpoints.image;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.source.MountFile;
import dev.webendpoints.source.Mounts;
import dev.webendpoints.source.Sha256;
import dev.webendpoints.source.SourceFiles;
import dev.webendpoints.source.WorkspaceRows;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Records of images that are not referenced are deleted after the retention time. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ImageCollectorTest {

    @Inject
    ImageCollector collector;

    @Inject
    ImageBuilds builds;

    @Inject
    SourceFiles files;

    @Inject
    Mounts mounts;

    @Inject
    WorkspaceRows workspaces;

    private String workspace;

    @BeforeEach
    void makeWorkspace() {
        workspace = workspaces.create();
    }

    @Test
    void anImageThatNothingRefersToIsForgotten() {
        ask(Layer.debianSlim("forgotten"));
        becomeOld();

        forget(Set.of());

        assertThat(images()).isZero();
    }

    @Test
    void anImageInUseStaysWithWhatItBuildsUpon() {
        String base = ask(Layer.debianSlim("base"));
        String image = ask(Layer.on(base, "ENV A=b"));
        becomeOld();

        forget(Set.of(image));

        assertThat(images()).isEqualTo(2);
    }

    @Test
    void anImageThatIsAskedForAgainStays() {
        ask(Layer.debianSlim("again"));
        becomeOld();
        ask(Layer.debianSlim("again"));

        forget(Set.of());

        assertThat(images()).isOne();
    }

    @Test
    void theMountsThatImagesCopyAreInUse() {
        byte[] content = workspace.getBytes();
        ImageBuilds.await(files.put(workspace, Sha256.of(content), content));
        String mount = ImageBuilds.await(mounts.create(workspace, List.of(new MountFile("/a", Sha256.of(content), 0))));
        ask(Layer.withMount(ask(Layer.debianSlim("context")), mount, "COPY . /"));

        Set<String> inUse = forget(Set.of());

        assertThat(inUse).contains(mount);
    }

    private String ask(ImageDefinition definition) {
        return ImageBuilds.await(builds.ask(workspace, definition)).imageId();
    }

    private Set<String> forget(Set<String> inUse) {
        return ImageBuilds.await(collector.forgetUnused(inUse, Instant.now()));
    }

    private void becomeOld() {
        workspaces.execute(
                "update image set used_at = now() - interval '15 days' where workspace_id = '" + workspace + "'");
    }

    private long images() {
        return workspaces.count("select count(*) from image where workspace_id = '" + workspace + "'");
    }
}
