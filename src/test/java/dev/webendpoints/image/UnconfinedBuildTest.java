package dev.webendpoints.image;

import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.webendpoints.source.WorkspaceRows;
import dev.webendpoints.testing.OtherSettings;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import static org.assertj.core.api.Assertions.assertThat;

/** Builds where bubblewrap is off or does not work. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@TestProfile(OtherSettings.class)
@Tag("long")
class UnconfinedBuildTest {

    @Inject
    ImageBuilds builds;

    @Inject
    WorkspaceRows workspaces;

    private String workspace;
    private String base;

    @BeforeEach
    void buildBase() {
        PackageIndex.require();
        workspace = workspaces.create();
        base = builds.ready(workspace, Layer.debianSlim("base"));
    }

    @Test
    void aBuildRuns() throws Exception {
        String image = builds.ready(workspace, BuildingPackage.layer(base, "print('built')"));

        assertThat(builds.python(image, "import probe; print(probe.SAID.strip())"))
                .isEqualTo("built");
    }

    @Test
    void requirementsThatNameTheHostsFilesAreRefused() {
        ImageDefinition layer = Layer.withFiles(
                base,
                Map.of("/.requirements.txt", "-r /etc/passwd\n"),
                "COPY /.requirements.txt /.requirements.txt",
                "RUN python -m pip install -r /.requirements.txt");

        assertThat(builds.failure(workspace, layer))
                .isEqualTo(
                        "the requirement '-r /etc/passwd' names a file outside the image, which a build may not read");
    }

    @Test
    void anAddressOfTheHostsFileIsRefused() {
        ImageDefinition layer = Layer.on(base, "RUN python -m pip install 'six @ file:///srv/six.whl'");

        assertThat(builds.failure(workspace, layer)).contains("names a file outside the image");
    }
}
