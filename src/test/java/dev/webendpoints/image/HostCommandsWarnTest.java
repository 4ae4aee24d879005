package dev.webendpoints.image;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.webendpoints.source.WorkspaceRows;
import dev.webendpoints.testing.OtherSettings;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@TestProfile(OtherSettings.class)
@Tag("long")
class HostCommandsWarnTest {

    @Inject
    ImageBuilds builds;

    @Inject
    WorkspaceRows workspaces;

    @BeforeAll
    static void requireIndex() {
        PackageIndex.require();
    }

    @Test
    void whatCannotBeDoneIsAWarningInTheBuildsOutput() {
        String workspace = workspaces.create();
        String base = builds.ready(workspace, Layer.debianSlim("base"));

        String image = builds.ready(workspace, Layer.on(base, "RUN apt-get install -y no-such-package"));

        assertThat(builds.log(workspace, image))
                .contains("WARNING: apt_install(\"no-such-package\") cannot be done")
                .contains("It is left out, as webendpoints.images.host-commands=warn says.");
    }
}
