package dev.webendpoints.worker.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process to start.
 *
 * @param directory its working directory
 * @param environment all of it: nothing of the server's own is added
 * @param input what it reads from its standard input, to the end; when empty, it has none
 */
record ProcessCommand(List<String> command, Path directory, Map<String, String> environment, byte[] input) {

    /** Another command under the same circumstances. */
    ProcessCommand with(List<String> other) {
        return new ProcessCommand(other, directory, environment, input);
    }

    ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        if (input.length == 0) {
            builder.redirectInput(Path.of("/dev/null").toFile());
        }
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    /** Blocks until the process has taken it. One that has ended takes nothing, as its exit tells. */
    void feed(Process process) {
        if (input.length > 0) {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input);
            } catch (IOException e) {
                // It has ended: its exit status and its output say why.
            }
        }
    }
}
