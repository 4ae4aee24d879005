package dev.webendpoints.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.source.WorkspaceRows;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the code of a package can do during its build, where bubblewrap works. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ConfinedBuildTest {

    private static final String SAID = "import probe; print(probe.SAID.strip())";

    @Inject
    ImageBuilds builds;

    @Inject
    WorkspaceRows workspaces;

    @Inject
    BuildTools tools;

    @ConfigProperty(name = "webendpoints.data-dir")
    Path dataDir;

    private String workspace;
    private String base;

    @BeforeEach
    void buildBase() {
        PackageIndex.require();
        assumeTrue(tools.confinesBuilds(), "bubblewrap does not work here");
        workspace = workspaces.create();
        base = builds.ready(workspace, Layer.debianSlim("base"));
    }

    @Test
    void aBuildRuns() throws Exception {
        assertThat(said("print('built')")).isEqualTo("built");
    }

    @Test
    void theServersFilesAreInvisible() throws Exception {
        Path secret = Files.writeString(dataDir.toAbsolutePath().normalize().resolve("secret-of-the-test"), "secret");

        assertThat(said(BuildingPackage.reading(secret))).isEqualTo("FileNotFoundError");
    }

    @Test
    void otherLayersAreInvisible() throws Exception {
        Path images = dataDir.toAbsolutePath().normalize().resolve("images");

        assertThat(said("import os; print([n for n in os.listdir('" + images
                        + "') if not n.startswith('.building-')])"))
                .isEqualTo("[]");
    }

    @Test
    void theImagesFilesCannotBeChanged() throws Exception {
        String below = builds.ready(workspace, BuildingPackage.layer(base, "print()"));
        Path rootfs = builds.environment(below).rootfs();
        String program = """
                try:
                    open('%s', 'a')
                except OSError as e:
                    print(e.strerror)
                """.formatted(rootfs.resolve("src/program.py"));

        String image = builds.ready(workspace, BuildingPackage.layer(below, program));

        assertThat(builds.python(image, SAID)).matches("Read-only file system|No such file or directory");
    }

    /** Any app of the workspace may be built upon the base layer. */
    @Test
    void theLayerBelowCannotBeWrittenThroughTheBuildsCopy() throws Exception {
        String below = builds.ready(workspace, BuildingPackage.layer(base, "print('below')"));
        String program = """
                import glob
                for module in glob.glob('%s/.building-*/venv/lib/python*/site-packages/probe.py'):
                    open(module, 'w').write("SAID = 'attacked'")
                print('done')
                """.formatted(dataDir.toAbsolutePath().normalize().resolve("images"));

        builds.ready(workspace, BuildingPackage.layer(below, program));

        assertThat(builds.python(below, SAID)).isEqualTo("below");
    }

    /** The child holds the pipe that uv reads to its end. */
    @Test
    void aChildInASessionOfItsOwnDoesNotHoldTheBuild() throws Exception {
        Instant before = Instant.now();

        assertThat(
                        said(
                                "import subprocess; subprocess.Popen(['sleep', '100'], start_new_session=True); print('built')"))
                .isEqualTo("built");
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void aProcessOfABuildHasLimitedMemory() throws Exception {
        assertThat(said("import resource; print(resource.getrlimit(resource.RLIMIT_DATA)[1])"))
                .isEqualTo(Long.toString(4L << 30));
    }

    @Test
    void aBuildLeavesTheProcessorsToOthers() throws Exception {
        assertThat(said("import os; print(os.nice(0))")).isEqualTo("15");
    }

    @Test
    void theServersProcessesAreInvisible() throws Exception {
        assertThat(said("import os; print(any(b'java' in open('/proc/' + p + '/cmdline', 'rb').read()"
                        + " for p in os.listdir('/proc') if p.isdigit()))"))
                .isEqualTo("False");
    }

    @Test
    void aBuildHasNoCapabilities() throws Exception {
        assertThat(said("print([l.split()[1] for l in open('/proc/self/status') if l.startswith('CapEff')][0])"))
                .isEqualTo("0000000000000000");
    }

    /** Builds an sdist with a compiler, a build backend from the index and a package of its own. */
    @Test
    void aPackageInCIsCompiled() throws Exception {
        String image = builds.ready(
                workspace, Layer.on(base, "RUN python -m pip install --no-binary markupsafe markupsafe==2.1.5"));

        assertThat(builds.python(image, "import markupsafe._speedups as s; print(s.__name__)"))
                .isEqualTo("markupsafe._speedups");
    }

    @Test
    void theCacheIsTheWorkspacesOwn() throws Exception {
        String cache = said("import os; print(os.environ['UV_CACHE_DIR'])");

        assertThat(Path.of(cache).getFileName()).hasToString(workspace);
    }

    private String said(String program) throws Exception {
        return builds.python(builds.ready(workspace, BuildingPackage.layer(base, program)), SAID);
    }
}
