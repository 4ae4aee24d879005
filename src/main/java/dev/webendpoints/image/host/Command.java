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
public record Command(
        List<String> arguments,
        Path directory,
        Map<String, String> environment,
        Duration limit,
        String name,
        boolean confined) {

    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    public Command(List<String> arguments, Path directory, Map<String, String> environment, Duration limit) {
        this(arguments, directory, environment, limit, nameOf(arguments));
    }

    public Command(
            List<String> arguments, Path directory, Map<String, String> environment, Duration limit, String name) {
        this(arguments, directory, environment, limit, name, false);
    }

    Command with(List<String> others) {
        return new Command(others, directory, environment, limit, name, confined);
    }

    Command named(String other) {
        return new Command(arguments, directory, environment, limit, other, confined);
    }

    static String nameOf(List<String> arguments) {
        return Path.of(arguments.get(0)).getFileName().toString();
    }
}
