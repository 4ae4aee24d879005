package dev.webendpoints.database;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

import org.jboss.logging.Logger;

import io.vertx.core.Vertx;

/**
 * Delivers changes to one subscriber, one call at a time. Changes that arrive during a call are combined into the next
 * one. A failed call is repeated, with exponential back-off, until it succeeds. Thread-safe.
 */
final class ChangeSubscription {

    private static final Logger LOG = Logger.getLogger(ChangeSubscription.class);

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    /** A call that takes longer has failed. More than a large table needs; a lost connection must not end the delivery. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ChangeTopic topic;
    private final ChangeSubscriber subscriber;
    private final ReactiveCalls calls;
    private final Vertx vertx;
    private final ReentrantLock lock = new ReentrantLock();

    private ChangeSet pending = ChangeSet.NOTHING;
    private List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private boolean delivering;

    /** Consecutive failures. Accessed by one delivery at a time. */
    private int failures;

    ChangeSubscription(ChangeTopic topic, ChangeSubscriber subscriber, ReactiveCalls calls, Vertx vertx) {
        this.topic = topic;
        this.subscriber = subscriber;
        this.calls = calls;
        this.vertx = vertx;
    }

    /** Completes when a call that began after this one has taken the changes in. Does not block. */
    CompletionStage<Void> add(ChangeSet changes) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        boolean idle;
        lock.lock();
        try {
            pending = pending.and(changes);
            waiting.add(taken);
            idle = !delivering;
            delivering = true;
        } finally {
            lock.unlock();
        }
        if (idle) {
            deliver();
        }
        return taken;
    }

    /** Takes the batch as late as possible, so that changes of one transaction are delivered together. */
    private void deliver() {
        Batch[] taken = new Batch[1];
        calls.start(() -> {
                    taken[0] = take();
                    return subscriber
                            .onChange(taken[0].changes())
                            .ifNoItem()
                            .after(PATIENCE)
                            .fail();
                })
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        onTaken(taken[0]);
                    } else {
                        onFailure(taken[0], failure);
                    }
                });
    }

    private record Batch(ChangeSet changes, List<CompletableFuture<Void>> waiting) {}

    private Batch take() {
        lock.lock();
        try {
            Batch batch = new Batch(pending, waiting);
            pending = ChangeSet.NOTHING;
            waiting = new ArrayList<>();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void onTaken(Batch batch) {
        failures = 0;
        boolean more;
        lock.lock();
        try {
            more = !waiting.isEmpty();
            delivering = more;
        } finally {
            lock.unlock();
        }
        batch.waiting().forEach(taken -> taken.complete(null));
        if (more) {
            deliver();
        }
    }

    /** @param batch null if the failure came before it was taken */
    private void onFailure(Batch batch, Throwable failure) {
        long pause = Math.min(FIRST_RETRY.toMillis() << Math.min(failures, 10), LONGEST_RETRY.toMillis());
        failures++;
        log(failure, pause);
        if (batch != null) {
            putBack(batch);
        }
        vertx.setTimer(pause, timer -> deliver());
    }

    /** {@link DatabaseWatch} logs an outage, once for all. */
    private void log(Throwable failure, long pause) {
        LOG.logf(
                DatabaseUnavailable.isCauseOf(failure) ? Logger.Level.DEBUG : Logger.Level.WARN,
                failure,
                "Changes not taken in, retrying: topic=%s retry_in_ms=%d",
                topic.spelling(),
                pause);
    }

    private void putBack(Batch batch) {
        lock.lock();
        try {
            pending = batch.changes().and(pending);
            waiting.addAll(0, batch.waiting());
        } finally {
            lock.unlock();
        }
    }
}
