package dev.webendpoints.image;

import java.io.IOException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.webendpoints.host.SecureTrees;
import dev.webendpoints.source.WorkspaceRows;
import dev.webendpoints.testing.OtherSettings;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import static org.assertj.core.api.Assertions.assertThat;

/** A workspace that requests more builds than may wait. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@TestProfile(OtherSettings.class)
@Tag("long")
class BuildQuotaTest {

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

    /** Two builds: the layer and its base, which is not on disk. */
    @Test
    void aBuildTooManyFailsInWords() throws IOException {
        String base = builds.ready(workspace, Layer.debianSlim("removed"));
        SecureTrees.delete(builds.environment(base).python().resolve("../../..").normalize());

        String failure = builds.failure(workspace, Layer.on(base, "RUN python -m pip install six==1.16.0"));

        assertThat(failure)
                .isEqualTo(
                        "the image that this one builds upon failed: this workspace may have at most 1 builds"
                                + " under way and waiting (webendpoints.images.max-workspace-builds); try again when some have ended");
    }

    @Test
    void anotherWorkspaceBuildsOn() {
        ImageBuilds.await(builds.ask(workspace, Layer.debianSlim("slow")));

        String image = builds.ready(workspaces.create(), Layer.debianSlim("other"));

        assertThat(image).startsWith("im-");
    }
}
