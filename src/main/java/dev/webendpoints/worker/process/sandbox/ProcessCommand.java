package dev.webendpoints.worker.process.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process to start.
 *
 * @param directory working directory
 * @param environment the whole environment: no variable of the server is added
 * @param input content of standard input; if empty, standard input is {@code /dev/null}
 */
public record ProcessCommand(List<String> command, Path directory, Map<String, String> environment, byte[] input) {

    /** Returns another command with the same directory, environment and input. */
    public ProcessCommand with(List<String> other) {
        return new ProcessCommand(other, directory, environment, input);
    }

    public ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        if (input.length == 0) {
            builder.redirectInput(Path.of("/dev/null").toFile());
        }
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    /** Writes the input. Blocks until the process has read it. A process that has exited reads nothing. */
    public void feed(Process process) {
        if (input.length > 0) {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input);
            } catch (IOException e) {
                // The process has exited; its status and output give the reason.
            }
        }
    }
}
