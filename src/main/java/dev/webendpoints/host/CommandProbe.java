package dev.webendpoints.host;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tests whether a command works on this machine. */
public final class CommandProbe {

    private static final int LIMIT_SECONDS = 5;

    private CommandProbe() {}

    /**
     * Runs a short command with an empty environment. Blocks, usually for milliseconds, at most for
     * {@link #LIMIT_SECONDS}.
     *
     * @return whether the command exited with status 0
     */
    public static boolean succeeds(List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        try {
            Process probe = builder.start();
            boolean ended = probe.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            probe.destroyForcibly();
            return ended && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
