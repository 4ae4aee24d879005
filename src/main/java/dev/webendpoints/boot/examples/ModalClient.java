package dev.webendpoints.boot.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.webendpoints.boot.DataDirectory;
import dev.webendpoints.identity.signin.BootstrapConfig;
import dev.webendpoints.image.host.HostPython;
import dev.webendpoints.image.host.HostPythons;
import dev.webendpoints.image.host.ProgramCommand;
import dev.webendpoints.image.host.ProgramFailed;
import dev.webendpoints.image.host.ProgramRunner;
import dev.webendpoints.image.host.Uv;
import io.quarkus.arc.profile.IfBuildProfile;

/** Runs the real Modal client, in a virtual environment in the data directory, against this server. Methods block. */
@ApplicationScoped
@IfBuildProfile("dev")
public class ModalClient {

    private static final int OLDEST_MINOR = 10;
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(5);
    private static final Duration DEPLOY_LIMIT = Duration.ofMinutes(10);

    private final Uv uv;
    private final HostPythons pythons;
    private final ProgramRunner programs;
    private final ExamplesConfig config;
    private final BootstrapConfig token;
    private final Path directory;
    private final int controlPort;

    ModalClient(
            Uv uv,
            HostPythons pythons,
            ProgramRunner programs,
            ExamplesConfig config,
            BootstrapConfig token,
            DataDirectory data,
            @ConfigProperty(name = "quarkus.http.port") int controlPort) {
        this.uv = uv;
        this.pythons = pythons;
        this.programs = programs;
        this.config = config;
        this.token = token;
        this.directory = data.dataDir()
                .toAbsolutePath()
                .normalize()
                .resolve("dev-client")
                .resolve("modal-" + config.clientVersion());
        this.controlPort = controlPort;
    }

    /** @throws ProgramFailed if the installation fails, for example because PyPI is unreachable; states the cause */
    void install(Consumer<String> onLine) {
        if (Files.exists(program())) {
            return;
        }
        onLine.accept("installing the Modal client " + config.clientVersion() + " into the data directory");
        String python = python().executable().toString();
        uv(List.of("venv", "--clear", "--python", python, directory.toString()), onLine);
        uv(
                List.of(
                        "pip",
                        "install",
                        "--python",
                        directory.resolve("bin/python").toString(),
                        "modal==" + config.clientVersion()),
                onLine);
    }

    /** @throws ProgramFailed with the client's own message */
    void deploy(Path app, Consumer<String> onLine) {
        List<String> command =
                List.of(program().toString(), "deploy", app.toAbsolutePath().toString());
        programs.run(
                new ProgramCommand(command, app.toAbsolutePath().getParent(), environment(), DEPLOY_LIMIT), onLine);
    }

    private Path program() {
        return directory.resolve("bin").resolve("modal");
    }

    private HostPython python() {
        return pythons.all().stream()
                .filter(python -> python.minorNumber() >= OLDEST_MINOR)
                .findFirst()
                .orElseThrow(() -> new ProgramFailed("the Modal client needs Python 3.10 or newer on this machine"));
    }

    private void uv(List<String> arguments, Consumer<String> onLine) {
        uv.run(new ArrayList<>(arguments), Path.of("/"), Map.of(), INSTALL_LIMIT, onLine);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("MODAL_"));
        environment.put("MODAL_SERVER_URL", "http://localhost:" + controlPort);
        environment.put("MODAL_TOKEN_ID", token.tokenId().orElse(""));
        environment.put("MODAL_TOKEN_SECRET", token.tokenSecret().orElse(""));
        environment.put("MODAL_CONFIG_PATH", directory.resolve("modal.toml").toString());
        environment.put("NO_PROXY", "localhost");
        return environment;
    }
}
