package dev.webendpoints.image.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program to run, never through a shell.
 *
 * @param environment the complete environment; nothing of the server's own environment is added
 * @param limit the time limit
 * @param name the name in messages: the program that matters, if others wrap it
 * @param confined whether bubblewrap wraps it
 */
public record ProgramCommand(
        List<String> arguments,
        Path directory,
        Map<String, String> environment,
        Duration limit,
        String name,
        boolean confined) {

    public ProgramCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    public ProgramCommand(List<String> arguments, Path directory, Map<String, String> environment, Duration limit) {
        this(arguments, directory, environment, limit, nameOf(arguments));
    }

    public ProgramCommand(
            List<String> arguments, Path directory, Map<String, String> environment, Duration limit, String name) {
        this(arguments, directory, environment, limit, name, false);
    }

    ProgramCommand with(List<String> others) {
        return new ProgramCommand(others, directory, environment, limit, name, confined);
    }

    ProgramCommand named(String other) {
        return new ProgramCommand(arguments, directory, environment, limit, other, confined);
    }

    static String nameOf(List<String> arguments) {
        return Path.of(arguments.get(0)).getFileName().toString();
    }
}
