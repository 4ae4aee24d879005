package dev.webendpoints.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The unmodified Modal client in an environment of its own, run as a child process. */
final class ModalCli {

    static final String NEWEST = "1.6.4";

    private static final long LIMIT_SECONDS = 240;

    private final Path python;
    private final Map<String, String> environment;

    private ModalCli(Path python, Map<String, String> environment) {
        this.python = python;
        this.environment = environment;
    }

    /** The client of that version, talking to the server as the holder of its first token. */
    static ModalCli of(String version, LiveServer server) {
        return of(version, server, LiveServer.TOKEN_ID, LiveServer.TOKEN_SECRET);
    }

    static ModalCli of(String version, LiveServer server, String tokenId, String secret) {
        return new ModalCli(
                PythonPackages.environmentWith("modal==" + version),
                Map.of(
                        "MODAL_SERVER_URL", server.controlUrl(),
                        "MODAL_TOKEN_ID", tokenId,
                        "MODAL_TOKEN_SECRET", secret,
                        "MODAL_CONFIG_PATH", "/nonexistent/modal.toml",
                        "NO_PROXY", "localhost",
                        "PYTHONUNBUFFERED", "1",
                        "COLUMNS", "200"));
    }

    /** The same client with one more variable in its environment. */
    ModalCli with(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new ModalCli(python, more);
    }

    /** The same client without these variables. */
    ModalCli without(String... names) {
        Map<String, String> fewer = new HashMap<>(environment);
        fewer.keySet().removeAll(List.of(names));
        return new ModalCli(python, fewer);
    }

    /** As {@code modal …}. */
    Result run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("-m", "modal"));
        command.addAll(List.of(arguments));
        return python(command.toArray(String[]::new));
    }

    /** As {@code modal deploy app.py}. */
    Result deploy(Path app) {
        return run("deploy", app.toString());
    }

    /** A program of the client's own Python. */
    Result python(String... arguments) {
        return program(pythonCommand(arguments));
    }

    /** A program that finds the server as the client does. */
    Result program(List<String> command) {
        try {
            Path output = Files.createTempFile("modal-", ".out");
            try {
                Process process = start(output, command);
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("the client did not end:\n" + Files.readString(output));
                }
                return new Result(process.exitValue(), Files.readString(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Not waited for: to be killed in the middle. */
    Process start(Path output, String... arguments) throws IOException {
        return start(output, pythonCommand(arguments));
    }

    private List<String> pythonCommand(String... arguments) {
        List<String> command = new ArrayList<>(List.of(python.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Process start(Path output, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MODAL_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** @param output both streams, as a person would see them */
    record Result(int exitCode, String output) {

        /** @throws IllegalStateException with all that was printed, when the command failed */
        Result succeeded() {
            if (exitCode != 0) {
                throw new IllegalStateException("the client ended with code " + exitCode + ":\n" + output);
            }
            return this;
        }
    }
}
