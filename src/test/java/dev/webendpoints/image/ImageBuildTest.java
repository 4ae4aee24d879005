package dev.webendpoints.image;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeAll;
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

/** Real builds, with uv and small packages from PyPI. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ImageBuildTest {

    private static final String VERSION_OF_SIX = "import six; print(six.__version__)";

    @Inject
    ImageBuilds builds;

    @Inject
    WorkspaceRows workspaces;

    @Inject
    SourceFiles files;

    @Inject
    Mounts mounts;

    private String workspace;
    private String base;

    @BeforeAll
    static void requireIndex() {
        PackageIndex.require();
    }

    @BeforeEach
    void buildBase() {
        workspace = workspaces.create();
        base = builds.ready(workspace, Layer.debianSlim("base"));
    }

    @Test
    void debianSlimHasThePythonThatItNames() throws Exception {
        assertThat(builds.python(base, "import sys; print('%d.%d' % sys.version_info[:2])"))
                .isEqualTo("3.11");
    }

    @Test
    void aNewImageHasPipSetuptoolsAndWheel() throws Exception {
        String program = "import warnings; warnings.simplefilter('ignore');"
                + " import pkg_resources, wheel, pip; print(pkg_resources.get_distribution('setuptools').version)";

        assertThat(builds.python(base, program)).isEqualTo("79.0.1");
    }

    @Test
    void theCommandPipIsTheImages() throws Exception {
        String program = "import subprocess; subprocess.run(['pip', '--version'])";

        assertThat(builds.python(base, program))
                .startsWith("pip ")
                .contains(builds.environment(base).python().getParent().getParent() + "/lib/python3.11/");
    }

    @Test
    void anInstallReplacesWhatTheImageHas() throws Exception {
        String image = builds.ready(workspace, Layer.on(base, "RUN python -m pip install setuptools==65.5.1"));

        assertThat(builds.python(image, "import setuptools; print(setuptools.__version__)"))
                .isEqualTo("65.5.1");
    }

    @Test
    void pipInstallInstalls() throws Exception {
        String image = builds.ready(workspace, Layer.on(base, "RUN python -m pip install six==1.16.0"));

        assertThat(builds.python(image, VERSION_OF_SIX)).isEqualTo("1.16.0");
    }

    @Test
    void aLayerChangesNothingInItsBase() throws Exception {
        String below = builds.ready(workspace, Layer.on(base, "RUN python -m pip install six==1.16.0"));
        builds.ready(workspace, Layer.on(below, "RUN python -m pip install six==1.17.0"));

        assertThat(builds.python(below, VERSION_OF_SIX)).isEqualTo("1.16.0");
    }

    @Test
    void aLayerHasThePackagesOfItsBase() throws Exception {
        String below = builds.ready(workspace, Layer.on(base, "RUN python -m pip install six==1.16.0"));
        String image = builds.ready(workspace, Layer.on(below, "RUN python -m pip install idna==3.7"));

        assertThat(builds.python(image, "import idna, six; print(six.__version__, idna.__version__)"))
                .isEqualTo("1.16.0 3.7");
    }

    @Test
    void programsOfPackagesRunInACopiedEnvironment() throws Exception {
        String below = builds.ready(workspace, Layer.on(base, "RUN python -m pip install charset-normalizer==3.4.0"));
        String image = builds.ready(workspace, Layer.on(below, "RUN python -m pip install six==1.16.0"));

        assertThat(builds.python(image, "import subprocess; subprocess.run(['normalizer', '--version'])"))
                .startsWith("Charset-Normalizer 3.4.0");
    }

    @Test
    void requirementsInstall() throws Exception {
        String image = builds.ready(
                workspace,
                Layer.withFiles(
                        base,
                        Map.of("/.requirements.txt", "six==1.16.0\n"),
                        "COPY /.requirements.txt /.requirements.txt",
                        "RUN python -m pip install -r /.requirements.txt"));

        assertThat(builds.python(image, VERSION_OF_SIX)).isEqualTo("1.16.0");
    }

    @Test
    void uvPipInstallInstalls() throws Exception {
        String image = builds.ready(
                workspace,
                Layer.on(
                        base,
                        "COPY --from=ghcr.io/astral-sh/uv:latest /uv /.uv/uv",
                        "RUN /.uv/uv pip install --python $(command -v python) --compile-bytecode six==1.16.0"));

        assertThat(builds.python(image, VERSION_OF_SIX)).isEqualTo("1.16.0");
    }

    @Test
    void uvSyncInstallsItsProject() throws Exception {
        String project = """
                [project]
                name = "example"
                version = "0.1"
                requires-python = ">=3.10"
                dependencies = ["six==1.16.0"]
                [dependency-groups]
                extra = ["idna==3.7"]
                """;
        String image = builds.ready(
                workspace,
                Layer.withFiles(
                        base,
                        Map.of("/.pyproject.toml", project),
                        "COPY --from=ghcr.io/astral-sh/uv:latest /uv /.uv/uv",
                        "COPY /.pyproject.toml /.uv/pyproject.toml",
                        "RUN /.uv/uv sync --project=/.uv --no-install-workspace --compile-bytecode --group=extra",
                        "ENV PATH=/.uv/.venv/bin:$PATH"));

        assertThat(builds.python(image, "import idna, pip, six; print(six.__version__, idna.__version__)"))
                .isEqualTo("1.16.0 3.7");
    }

    @Test
    void variablesReachTheWorker() throws Exception {
        String below = builds.ready(workspace, Layer.on(base, "ENV GREETING='hello world'"));
        String image = builds.ready(workspace, Layer.on(below, "ENV OTHER=x"));

        assertThat(builds.python(image, "import os; print(os.environ['GREETING'])"))
                .isEqualTo("hello world");
    }

    @Test
    void theWorkdirReachesTheWorker() {
        String image = builds.ready(workspace, Layer.on(base, "WORKDIR /srv/app"));

        assertThat(builds.environment(image).workdir()).isEqualTo("/srv/app");
    }

    @Test
    void aLayerThatInstallsNothingSharesTheEnvironmentOfItsBase() {
        String image = builds.ready(workspace, Layer.on(base, "ENV A=b"));

        assertThat(builds.environment(image).python())
                .isEqualTo(builds.environment(base).python());
    }

    @Test
    void copiedFilesAreAtTheirAbsolutePaths() {
        byte[] content = "data".getBytes(StandardCharsets.UTF_8);
        ImageBuilds.await(files.put(workspace, Sha256.of(content), content));
        String mount = ImageBuilds.await(
                mounts.create(workspace, List.of(new MountFile("/data/set/a.txt", Sha256.of(content), 0644))));

        String image = builds.ready(workspace, Layer.withMount(base, mount, "COPY . /"));

        assertThat(builds.environment(image).rootfs().resolve("data/set/a.txt")).hasContent("data");
    }

    @Test
    void anotherWorkspacesImageIsAnotherDirectory() {
        String other = workspaces.create();

        String theirs = builds.ready(other, Layer.debianSlim("base"));

        assertThat(builds.environment(theirs).python())
                .isNotEqualTo(builds.environment(base).python());
    }

    @Test
    void theModalPackageOfTheClientIsAtTheEndOfThePath() throws Exception {
        PythonEnvironment environment = builds.environment(base);

        String program =
                "import sys; sys.path += " + pythonList(environment) + "; import modal; print(modal.__version__)";
        assertThat(builds.python(base, program)).isEqualTo(ImageBuilds.CLIENT);
    }

    @Test
    void theWorkersPackagesAreAtTheEndOfThePath() throws Exception {
        PythonEnvironment environment = builds.environment(base);

        String program = "import sys; sys.path += " + pythonList(environment) + "; import uvicorn; print('ok')";
        assertThat(builds.python(base, program)).isEqualTo("ok");
    }

    @Test
    void theWorkersMainFileIsThere() {
        assertThat(builds.environment(base).workerMain()).isRegularFile().hasFileName("__main__.py");
    }

    @Test
    void theWorkersSourcesAreCompiled() {
        assertThat(builds.environment(base).workerMain().resolveSibling("__pycache__"))
                .isDirectoryContaining("glob:**/__main__.cpython-311.pyc");
    }

    @Test
    void everyPathThatTheInterpreterNeedsIsNamed() throws Exception {
        PythonEnvironment environment = builds.environment(base);

        assertThat(environment.python().toRealPath())
                .matches(path -> environment.readOnlyPaths().stream().anyMatch(path::startsWith));
    }

    @Test
    void aPackageThatDoesNotExistFailsInUvsWords() {
        String image = "RUN python -m pip install six==999.0."
                + Math.abs(UUID.randomUUID().hashCode());

        assertThat(builds.failure(workspace, Layer.on(base, image)))
                .startsWith("uv ended with code 1:")
                .contains("No solution found when resolving dependencies");
    }

    private static String pythonList(PythonEnvironment environment) {
        return environment.sysPathTail().stream()
                .map(path -> "'" + path + "'")
                .toList()
                .toString();
    }
}
