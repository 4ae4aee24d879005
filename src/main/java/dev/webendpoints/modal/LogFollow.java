package dev.webendpoints.modal;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.webendpoints.logs.LogFilter;
import dev.webendpoints.logs.LogPage;
import dev.webendpoints.logs.WorkerLogs;
import dev.webendpoints.modal.generated.TaskLogsBatch;
import io.smallrye.mutiny.subscription.MultiEmitter;

/**
 * Streams the log lines of an app to one client. Looks for lines after its position whenever it is woken, one look at a
 * time, on threads that may block on the disk.
 *
 * <p>Ends when the client's time is up, when the app is stopped and the output of its workers has ended, or when
 * {@link #MOST_CHARACTERS} were sent, so that a client that does not read does not fill the server's memory: the client
 * then opens a new stream, which continues after the last batch that it names.
 */
final class LogFollow {

    /** Lines sent to a client that names no position: as many past lines as the client itself requests. */
    private static final int RECENT = 100;

    private static final int PAGE = 1_000;

    /** Characters sent in one stream; those that the client has not read are in the server's memory. */
    private static final long MOST_CHARACTERS = 4L * 1024 * 1024;

    private final WorkerLogs logs;
    private final String appId;
    private final LogFilter filter;
    private final MultiEmitter<? super TaskLogsBatch> client;
    private final Executor readers;
    private final AtomicInteger wakes = new AtomicInteger();

    /** Id of the last line that the client has; negative if the client named none. Accessed by one look at a time. */
    private long position;

    private long characters;
    private boolean told;
    private volatile boolean timeUp;
    private volatile boolean appOver;
    private volatile boolean appOverForLong;

    LogFollow(
            WorkerLogs logs,
            String appId,
            LogFilter filter,
            long position,
            MultiEmitter<? super TaskLogsBatch> client,
            Executor readers) {
        this.logs = logs;
        this.appId = appId;
        this.filter = filter;
        this.position = position;
        this.client = client;
        this.readers = readers;
    }

    /** Thread-safe. Does not block. */
    void wake() {
        if (wakes.getAndIncrement() == 0) {
            lookSoon();
        }
    }

    void onTimeUp() {
        timeUp = true;
        wake();
    }

    /** The app is stopped; its workers may still print. */
    void onAppOver() {
        appOver = true;
        wake();
    }

    /** The time for the workers' last output is over. */
    void onAppOverForLong() {
        appOverForLong = true;
        wake();
    }

    private void look() {
        int seen = wakes.get();
        try {
            if (client.isCancelled() || lookOnce()) {
                return;
            }
        } catch (RuntimeException e) {
            client.fail(e);
            return;
        }
        if (wakes.addAndGet(-seen) > 0) {
            lookSoon();
        }
    }

    private void lookSoon() {
        try {
            readers.execute(this::look);
        } catch (RejectedExecutionException serverEnds) {
            client.complete();
        }
    }

    /** Returns whether the stream has ended. Checks what ends it before reading lines: none come after it. */
    private boolean lookOnce() {
        boolean over = appOver && (appOverForLong || logs.isQuiet(appId));
        boolean enough = timeUp;
        LogPage page = next();
        send(page);
        if (page.more() && characters < MOST_CHARACTERS) {
            wakes.incrementAndGet();
            return false;
        }
        if (!page.more() && over) {
            client.emit(LogMessages.DONE);
            client.complete();
            return true;
        }
        if (enough || characters >= MOST_CHARACTERS) {
            client.emit(LogMessages.position(position));
            client.complete();
            return true;
        }
        return false;
    }

    private LogPage next() {
        if (position >= 0) {
            return logs.after(appId, filter, position, PAGE);
        }
        LogPage recent = logs.newest(appId, filter, RECENT);
        return new LogPage(recent.lines(), recent.position(), false);
    }

    /** Sends the first response immediately, even without lines, so that the client has a position to resume from. */
    private void send(LogPage page) {
        position = page.position();
        page.lines().forEach(line -> characters += line.text().length() + 1);
        LogMessages.batches(page.lines()).forEach(client::emit);
        if (!told && page.lines().isEmpty() && !appOver) {
            client.emit(LogMessages.position(position));
        }
        told = true;
    }
}
