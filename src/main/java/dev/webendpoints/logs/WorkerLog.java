package dev.webendpoints.logs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The output of one worker. Keeps the last lines in memory, so that the reason of a failed start is available
 * immediately. Thread-safe; does not block.
 */
public final class WorkerLog implements AutoCloseable {

    /** Number of last lines to keep: enough for the end of a traceback in a refusal. */
    static final int LAST_LINES = 50;

    private final WorkerLogs logs;
    private final LogSource worker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<String> last = new ArrayDeque<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    WorkerLog(WorkerLogs logs, LogSource worker) {
        this.logs = logs;
        this.worker = worker;
    }

    public void append(LogStream stream, String text) {
        String line = WorkerLogs.bounded(text);
        lock.lock();
        try {
            last.addLast(line);
            if (last.size() > LAST_LINES) {
                last.removeFirst();
            }
        } finally {
            lock.unlock();
        }
        logs.append(worker, stream, line);
    }

    /** Returns the last lines, oldest first, at most {@link #LAST_LINES}. */
    public List<String> last(int atMost) {
        lock.lock();
        try {
            return last.stream().skip(Math.max(0, last.size() - atMost)).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Marks the worker as ended. */
    @Override
    public void close() {
        if (ended.compareAndSet(false, true)) {
            logs.onWorkerEnds(worker);
        }
    }
}
