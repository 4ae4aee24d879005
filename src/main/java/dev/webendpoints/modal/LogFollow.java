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
 * One client that follows an app. Looks for lines after its position whenever it is woken, one look at a time, on threads
 * that may wait for the disk.
 *
 * <p>Ends when the client's time is up, when the app is over and its workers have said their last, or when so much was sent
 * that a client which reads nothing should come again before it gets more: it names its last batch then, and goes on there.
 */
final class LogFollow {

    /** Lines shown to a client that says nothing of what it has: as many as the client itself asks for of the past. */
    private static final int RECENT = 100;

    private static final int PAGE = 1_000;

    /** Characters sent in one stream; what a client does not take is in the server's memory meanwhile. */
    private static final long MOST_CHARACTERS = 4L * 1024 * 1024;

    private final WorkerLogs logs;
    private final String appId;
    private final LogFilter filter;
    private final MultiEmitter<? super TaskLogsBatch> client;
    private final Executor readers;
    private final AtomicInteger wakes = new AtomicInteger();

    /** Of the last line that the client has; negative while it has said nothing. Of the one look at a time. */
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

    /** From any thread; does not wait. */
    void wake() {
        if (wakes.getAndIncrement() == 0) {
            lookSoon();
        }
    }

    void onTimeUp() {
        timeUp = true;
        wake();
    }

    /** The app is stopped; its workers may still have something to say. */
    void onAppOver() {
        appOver = true;
        wake();
    }

    /** They had their time. */
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

    /** Returns whether the stream has ended. What ends it is looked at before the lines: none come after it. */
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

    /** The first answer comes at once, with lines or without, so that the client has a position to come back with. */
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
