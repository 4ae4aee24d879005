package dev.webendpoints.gateway;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.jboss.logging.Logger;

import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.relay.admission.RequestOutcome;
import dev.webendpoints.routing.Route;

/** Writes one line for each request, on a thread of its own: a log may block, an event loop must not. */
final class AccessLog implements AutoCloseable {

    /**
     * Lines waiting to be written. More are dropped and counted: a slow disk or terminal costs log lines, but no
     * requests and no more than a few megabytes of memory.
     */
    private static final int WAITING = 10_000;

    private static final long WRITTEN_WITHIN_MILLIS = 1000;

    private static final Logger LOG = Logger.getLogger("dev.webendpoints.gateway.access");

    private final ThreadPoolExecutor writer;
    private final LongAdder dropped = new LongAdder();

    private AccessLog(boolean on) {
        writer = on ? new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING)) : null;
        if (on) {
            writer.setThreadFactory(AccessLog::thread);
            writer.setRejectedExecutionHandler((line, full) -> dropped.increment());
        }
    }

    static AccessLog on() {
        return new AccessLog(true);
    }

    /** Returns a log that creates no lines. */
    static AccessLog off() {
        return new AccessLog(false);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "gateway-access-log");
        thread.setDaemon(true);
        return thread;
    }

    /** Returns null if the log is off. */
    AccessLine begin(Route route, RequestHead head, RemotePeer peer) {
        return writer == null ? null : AccessLine.of(route, head, peer);
    }

    /** Returns the line of a malformed request; null if the log is off. */
    AccessLine begin(RemotePeer peer) {
        return writer == null ? null : AccessLine.of(peer);
    }

    /** @param line from {@code begin}; if null, nothing is written */
    void end(AccessLine line, RequestOutcome outcome) {
        if (line != null) {
            writer.execute(() -> LOG.info(line.toText(outcome)));
        }
    }

    long dropped() {
        return dropped.sum();
    }

    /** Writes the waiting lines. Blocks for at most one second; must not be called from an event loop. */
    @Override
    public void close() {
        if (writer == null) {
            return;
        }
        writer.shutdown();
        try {
            writer.awaitTermination(WRITTEN_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
