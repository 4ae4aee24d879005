package dev.webendpoints.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What images bring into a worker, and how a deploy is told of what they cannot. */
class ImagesIT {

    @TempDir
    Path folder;

    private LiveServer server;
    private ModalCli modal;

    @BeforeEach
    void start() {
        server = SharedServer.get();
        modal = ModalCli.of(ModalCli.NEWEST, server);
    }

    @Test
    void packagesOfARequirementsFileAreThere() throws IOException {
        // Given
        Files.writeString(folder.resolve("requirements.txt"), "six==1.17.0\n");
        deploy(
                "requirements",
                "debian_slim().pip_install_from_requirements('requirements.txt')",
                "__import__('six').__version__");
        // When, Then
        assertThat(answer("requirements")).isEqualTo("1.17.0");
    }

    @Test
    void packagesInstalledByUvAreThere() {
        // Given
        deploy("uvpip", "debian_slim().uv_pip_install('six==1.16.0')", "__import__('six').__version__");
        // When, Then
        assertThat(answer("uvpip")).isEqualTo("1.16.0");
    }

    @Test
    void aLocalModuleIsThere() throws IOException {
        // Given
        Files.writeString(folder.resolve("neighbour.py"), "WORD = 'next door'\n");
        deploy("neighbourly", "debian_slim().add_local_python_source('neighbour')", "__import__('neighbour').WORD");
        // When, Then
        assertThat(answer("neighbourly")).isEqualTo("next door");
    }

    @Test
    void theWorkingDirectoryOfTheImageCounts() {
        // Given
        deploy("workdir", "debian_slim().workdir('/root')", "__import__('os').getcwd()");
        // When, Then
        assertThat(answer("workdir")).isEqualTo("/root");
    }

    @Test
    void modulesInTheWorkingDirectoryOfTheImageAreImported() throws IOException {
        // Given
        Path data = Files.createDirectory(folder.resolve("words"));
        Files.writeString(data.resolve("beside.py"), "WORD = 'from the WORKDIR'\n");
        deploy(
                "beside",
                "debian_slim().add_local_dir('words', '/srv/app', copy=True).workdir('/srv/app')",
                "__import__('beside').WORD");
        // When, Then
        assertThat(answer("beside")).isEqualTo("from the WORKDIR");
    }

    @Test
    void theCommandPipIsTheImages() {
        // Given
        deploy("pip", "debian_slim()", """
                __import__("subprocess").run(["pip", "--version"], capture_output=True, text=True).stdout[:4] \
                            + str(__import__("shutil").which("pip").startswith(__import__("sys").prefix))""");
        // When, Then
        assertThat(answer("pip")).isEqualTo("pip True");
    }

    @Test
    void aFastApiEndpointWithoutFastApiIsToldAtTheDeploy() {
        // Given
        Path app = fastApiEndpoint("absent", "debian_slim()");
        // When
        ModalCli.Result result = modal.deploy(app).succeeded();
        // Then
        assertThat(words(result))
                .contains("web is a fastapi_endpoint, and its image has no FastAPI: add it with"
                        + " image.pip_install(\"fastapi[standard]\").");
    }

    @Test
    void aFastApiEndpointWithItsOwnFastApiIsNotWarnedOf() throws IOException {
        // Given
        Path own = Files.createDirectory(folder.resolve("fastapi"));
        Files.writeString(own.resolve("__init__.py"), "");
        Path app = fastApiEndpoint("brought", "debian_slim().add_local_dir('fastapi', '/root/fastapi')");
        // When
        ModalCli.Result result = modal.deploy(app).succeeded();
        // Then
        assertThat(words(result)).doesNotContain("has no FastAPI");
    }

    @Test
    void aFolderIsAtItsAbsolutePathInAConfinedWorker() throws IOException {
        // Given
        requireBubblewrap();
        Path data = Files.createDirectory(folder.resolve("words"));
        Files.writeString(data.resolve("one.txt"), "from /data");
        deploy("absolute", "debian_slim().add_local_dir('words', '/data/words')", "open('/data/words/one.txt').read()");
        // When, Then
        assertThat(answer("absolute")).isEqualTo("from /data");
    }

    @Test
    void aConfinedWorkerDoesNotSeeTheServersFiles() {
        // Given
        requireBubblewrap();
        deploy(
                "confined",
                "debian_slim()",
                "str(__import__('os').path.exists('" + server.dataDir().resolve("postgres") + "'))");
        // When, Then
        assertThat(answer("confined")).isEqualTo("False");
    }

    @Test
    void aWorkerDoesNotSeeTheServersEnvironment() {
        // Given
        deploy("clean", "debian_slim()", "str('WEBENDPOINTS_BOOTSTRAP_TOKEN_SECRET' in __import__('os').environ)");
        // When, Then
        assertThat(answer("clean")).isEqualTo("False");
    }

    @Test
    void anAptPackageThatTheHostLacksFailsTheDeployWithTheSetting() {
        // When
        ModalCli.Result result =
                modal.deploy(app("apt", "debian_slim().apt_install('no-such-package-anywhere')", "''"));
        // Then
        assertThat(result.exitCode()).isNotZero();
        assertThat(words(result)).contains("no-such-package-anywhere").contains("webendpoints.images.host-commands");
    }

    @Test
    void aCommandFailsTheDeployWithTheSetting() {
        // When
        ModalCli.Result result = modal.deploy(app("command", "debian_slim().run_commands('make everything')", "''"));
        // Then
        assertThat(result.exitCode()).isNotZero();
        assertThat(words(result)).contains("make everything").contains("webendpoints.images.host-commands");
    }

    @Test
    void aPythonThatTheHostLacksFailsTheDeployWithThoseItHas() {
        // When
        ModalCli.Result result = modal.deploy(
                app("future", "debian_slim(python_version='3.9')", "''").toAbsolutePath());
        // Then
        assertThat(result.exitCode()).isNotZero();
    }

    private void deploy(String name, String image, String expression) {
        modal.deploy(app(name, image, expression)).succeeded();
    }

    private Path app(String name, String image, String expression) {
        return TestApps.written(folder, "image-" + name, """
                import modal

                app = modal.App("image-%s")
                image = modal.Image.%s


                @app.function(image=image)
                @modal.asgi_app()
                def web():
                    async def application(scope, receive, send):
                        answer = %s
                        await send({"type": "http.response.start", "status": 200, "headers": []})
                        await send({"type": "http.response.body", "body": answer.encode()})

                    return application
                """.formatted(name, located(image), expression));
    }

    private Path fastApiEndpoint(String name, String image) {
        return TestApps.written(folder, "image-" + name, """
                import modal

                app = modal.App("image-%s")


                @app.function(image=modal.Image.%s)
                @modal.fastapi_endpoint()
                def web():
                    return "never"
                """.formatted(name, located(image)));
    }

    private String located(String image) {
        return image.replace("'", "\"")
                .replace("\"requirements.txt\"", quoted("requirements.txt"))
                .replace("\"fastapi\"", quoted("fastapi"))
                .replace("\"words\"", quoted("words"));
    }

    private String quoted(String file) {
        return "\"" + folder.resolve(file) + "\"";
    }

    private String answer(String name) {
        return server.get("e2e--image-" + name + "-web", "/").body();
    }

    /** What the client printed, without the line ends that it puts in to fit a terminal. */
    private static String words(ModalCli.Result result) {
        return String.join(" ", result.output().replaceAll("[│╭╮╰╯─]", " ").split("\\s+"));
    }

    private static void requireBubblewrap() {
        Assumptions.assumeTrue(
                Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "bwrap"))),
                "bubblewrap is not installed");
    }
}
