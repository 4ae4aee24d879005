package dev.webendpoints.worker.process.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A process of the server in one worker's network, but outside the worker's sandbox. It opens the connections to the
 * worker's ports, and its child is the network stack for outgoing traffic. The worker's code cannot see it.
 */
final class NetworkAgent implements AutoCloseable {

    private static final String READY = "ready";

    /** How long the agent may take to exit; it has to end its network stack first. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final Process process;
    private final BufferedReader lines;

    NetworkAgent(Process process) {
        this.process = process;
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Blocks until the agent listens and has started its stack. Called once. Output of the stack is ignored.
     *
     * @throws IOException if the agent fails, with its reason
     */
    void awaitReady() throws IOException {
        String last = "the network agent ended without a word";
        for (String line = lines.readLine(); !READY.equals(line); line = lines.readLine()) {
            if (line == null) {
                throw new IOException(last);
            }
            last = line;
        }
    }

    /** Blocks until the agent exits; returns the last line of its output, or an empty string. */
    String awaitEnd() {
        String last = "";
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
            }
            return last;
        } catch (IOException e) {
            return last;
        }
    }

    /** Ends the agent and its stack. Blocks for milliseconds, at most for {@link #GOODBYE}. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
