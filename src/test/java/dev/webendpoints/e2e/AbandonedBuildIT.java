package dev.webendpoints.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.awaitility.Awaitility.await;

/** The build of an image whose client is killed. */
@Tag("long")
class AbandonedBuildIT {

    /** Longer than a build continues without a client. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String BACKEND = """
            import subprocess

            def build_wheel(directory, config_settings=None, metadata_directory=None):
                subprocess.run(["sleep", "%s"])
            """;

    private static final String PROJECT = """
            [build-system]
            requires = []
            build-backend = "backend"
            backend-path = ["."]
            [project]
            name = "sleeping"
            version = "1"
            """;

    @TempDir
    Path folder;

    @Test
    void itsProgramsEndAfterTheClient() throws IOException {
        // Given
        String seconds = "37" + ThreadLocalRandom.current().nextInt(100_000, 999_999);
        Path source = Files.createDirectory(folder.resolve("source"));
        Files.writeString(source.resolve("pyproject.toml"), PROJECT);
        Files.writeString(source.resolve("backend.py"), BACKEND.formatted(seconds));
        Path app = TestApps.written(folder, "abandoned-build", """
                import modal

                app = modal.App("abandoned-build")
                image = modal.Image.debian_slim().add_local_dir("%s", "/src", copy=True).pip_install("/src")


                @app.function(image=image)
                @modal.asgi_app()
                def web():
                    pass
                """.formatted(source));
        ModalCli modal = ModalCli.of(ModalCli.NEWEST, SharedServer.get());
        try (RunningCli deploy = RunningCli.start(modal, folder, "deploy", app.toString())) {
            await(deploy.output()).atMost(PATIENCE).until(() -> isRunning(seconds));
            // When: it is killed
        }
        // Then
        await().atMost(PATIENCE).until(() -> !isRunning(seconds));
    }

    private static boolean isRunning(String argument) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().arguments().stream())
                .anyMatch(arguments -> arguments.length == 1 && arguments[0].equals(argument));
    }
}
