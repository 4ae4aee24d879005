package dev.webendpoints.worker.process.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.Executor;

import dev.webendpoints.worker.WorkerHandle;

/**
 * Sends commands about calls to one worker without blocking the sender: in order, by one task at a time, which blocks
 * while the worker does not read.
 */
public final class CommandQueue {

    /** The most commands that a worker may leave unread, beyond those in the socket's buffer. */
    private static final int LIMIT = 4096;

    private final ControlSocket control;
    private final Executor tasks;
    private final Runnable onFull;
    private final Queue<byte[]> lines = new ArrayDeque<>();
    private boolean sending;

    /**
     * @param tasks runs tasks that may block
     * @param onFull called when the worker does not read; further commands are dropped
     */
    public CommandQueue(ControlSocket control, Executor tasks, Runnable onFull) {
        this.control = control;
        this.tasks = tasks;
        this.onFull = onFull;
    }

    public void add(WorkerHandle.CallCommand command, String callId) {
        byte[] line = line(command, callId);
        boolean full;
        boolean starts;
        synchronized (lines) {
            full = lines.size() >= LIMIT;
            if (!full) {
                lines.add(line);
            }
            starts = !full && !sending;
            sending |= starts;
        }
        if (full) {
            onFull.run();
        } else if (starts) {
            tasks.execute(this::sendAll);
        }
    }

    private static byte[] line(WorkerHandle.CallCommand command, String callId) {
        return WorkerMessage.JSON
                .createObjectNode()
                .put("command", command.name().toLowerCase(Locale.ROOT))
                .put("call", callId)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private void sendAll() {
        for (byte[] line = next(); line != null; line = next()) {
            try {
                control.send(line);
            } catch (IOException e) {
                discard(); // the worker is gone, which its follower notices
            }
        }
    }

    private byte[] next() {
        synchronized (lines) {
            byte[] line = lines.poll();
            sending = line != null;
            return line;
        }
    }

    private void discard() {
        synchronized (lines) {
            lines.clear();
        }
    }
}
