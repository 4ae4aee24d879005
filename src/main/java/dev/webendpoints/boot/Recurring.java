package dev.webendpoints.boot;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.webendpoints.database.DatabaseWatch;
import io.vertx.core.Vertx;

/** Makes a call to the database again and again, never while the last one is under way or the database is away. */
final class Recurring {

    private final Vertx vertx;
    private final DatabaseWatch database;
    private final Duration period;
    private final Supplier<? extends CompletionStage<?>> call;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private long timer;

    /** @param call never blocks; says itself what its failure means */
    Recurring(Vertx vertx, DatabaseWatch database, Duration period, Supplier<? extends CompletionStage<?>> call) {
        this.vertx = vertx;
        this.database = database;
        this.period = period;
        this.call = call;
    }

    void start() {
        timer = vertx.setPeriodic(period.toMillis(), tick -> make());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    /** Once, or out of turn. */
    void make() {
        if (!database.isAway() && underWay.compareAndSet(false, true)) {
            call.get().whenComplete((done, failure) -> underWay.set(false));
        }
    }
}
