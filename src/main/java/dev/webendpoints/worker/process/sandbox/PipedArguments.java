package dev.webendpoints.worker.process.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A worker's variables as arguments that bubblewrap reads from a pipe ({@code --args}, bwrap(1)), so that they are on
 * no command line and in the environment of no program outside the sandbox.
 */
final class PipedArguments {

    /** Moves standard input to the descriptor that {@link #READ} names. */
    static final List<String> PREFIX = List.of("/bin/sh", "-c", "exec \"$@\" 9<&0 </dev/null", "with-arguments");

    /** Makes bubblewrap read the arguments. */
    static final List<String> READ = List.of("--args", "9");

    private PipedArguments() {}

    /**
     * Returns the input for bubblewrap: each argument ends with a NUL.
     *
     * @throws IllegalArgumentException if a variable contains a NUL
     */
    static byte[] of(Map<String, String> variables) {
        List<String> arguments = new ArrayList<>(List.of("--clearenv"));
        variables.forEach((name, value) -> arguments.addAll(List.of("--setenv", name, value)));
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (String argument : arguments) {
            if (argument.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("the name or the value of a variable has a NUL");
            }
            input.writeBytes(argument.getBytes(StandardCharsets.UTF_8));
            input.write(0);
        }
        return input.toByteArray();
    }
}
