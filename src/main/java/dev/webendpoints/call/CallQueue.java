package dev.webendpoints.call;

import java.util.List;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

import dev.webendpoints.call.store.ClaimedInput;
import dev.webendpoints.call.store.InputRows;
import dev.webendpoints.function.FunctionSpec.Batching;
import io.vertx.core.Vertx;

/**
 * The waiting inputs of one function with one combination of parameter values. Claims as many from the database as may
 * wait for a lease at a time, so that they wake the pool as requests do and the others need no memory. Confined to the
 * dispatcher's event loop.
 */
final class CallQueue {

    private static final Logger LOG = Logger.getLogger(CallQueue.class);

    /** Maximum number of inputs that wait for a lease. Enough for the pool to see how many workers it needs. */
    static final int WINDOW = 32;

    /** Number of batches that fill at a time, and the most inputs for them. */
    private static final int BATCHES = 4;

    private static final int MOST_IN_BATCHES = 4_000;

    private static final long RETRY_MILLIS = 1_000;

    /** Until arguments that are on their way to workers may have left the memory. */
    private static final long BUSY_MILLIS = 50;

    private final String name;
    private final InputRows rows;
    private final Vertx vertx;
    private final PayloadMemory memory;
    private final Consumer<ClaimedInput> runner;
    private int waiting;
    private boolean claiming;
    private boolean more;
    private boolean closed;
    private int window = WINDOW;

    /** @param runner starts to run an input, and reports by {@link #onLeft} when it does not wait any more */
    CallQueue(String name, InputRows rows, Vertx vertx, PayloadMemory memory, Consumer<ClaimedInput> runner) {
        this.name = name;
        this.rows = rows;
        this.vertx = vertx;
        this.memory = memory;
        this.runner = runner;
    }

    /** Returns whether an input need not wait behind others: the caller then inserts it as running. */
    boolean reserve() {
        if (closed || claiming || more || waiting >= window || memory.room() == 0) {
            return false;
        }
        waiting++;
        return true;
    }

    /** Runs an input that was reserved. */
    void run(ClaimedInput reserved) {
        take(reserved);
    }

    /** There may be inputs to claim. */
    void wake() {
        more = true;
        claim();
    }

    /** Enough inputs are claimed for some batches. @param batching null for a function that has none */
    void onFound(Batching batching) {
        int filled = batching == null ? 0 : Math.min(BATCHES * batching.maxSize(), MOST_IN_BATCHES);
        window = Math.max(WINDOW, filled);
        claim();
    }

    /** An input has got its lease, or does not need one any more. */
    void onLeft() {
        waiting--;
        claim();
    }

    boolean isIdle() {
        return waiting == 0 && !claiming && !more;
    }

    void close() {
        closed = true;
    }

    private void claim() {
        if (closed || claiming || !more || waiting >= window) {
            return;
        }
        claiming = true;
        long bytes = memory.room();
        if (bytes == 0) {
            retry(BUSY_MILLIS);
            return;
        }
        more = false;
        rows.claim(name, window - waiting, bytes).onComplete(this::onClaimed, failure -> {
            LOG.debugf(failure, "Inputs not claimed, retrying: queue=%s", name);
            retry(RETRY_MILLIS);
        });
    }

    /** There may be more than those: fewer than asked for have been claimed if their arguments are large. */
    private void onClaimed(List<ClaimedInput> claimed) {
        claiming = false;
        more |= !claimed.isEmpty();
        waiting += claimed.size();
        claimed.forEach(this::take);
        claim();
    }

    private void retry(long millis) {
        vertx.setTimer(millis, timer -> {
            claiming = false;
            wake();
        });
    }

    private void take(ClaimedInput input) {
        memory.take(input.args().length);
        runner.accept(input);
    }
}
