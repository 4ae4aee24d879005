package dev.webendpoints.worker.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A process of the server's that is in one worker's network, outside of its sandbox: it makes the connections to the
 * worker's ports, and has the network stack below it that leads out. The worker's code sees nothing of it.
 */
final class NetworkAgent implements AutoCloseable {

    private static final String READY = "ready";

    /** How long it may take to end by itself: it has a program to end as well. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final Process process;
    private final BufferedReader lines;

    NetworkAgent(Process process) {
        this.process = process;
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Blocks until it listens and has started its stack, once. What a stack prints is passed over.
     *
     * @throws IOException when it cannot, with its reason
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

    /** Blocks until it has ended; returns the last that it said, or an empty text. */
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

    /** Ends it, with its stack. Blocks for milliseconds, for {@link #GOODBYE} at worst. */
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
