package dev.webendpoints.database;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.vertx.core.Vertx;

/** Makes a database call periodically, except while the previous one is in progress or the database is unreachable. */
public final class RecurringQuery {

    private final Vertx vertx;
    private final DatabaseWatch database;
    private final Duration period;
    private final Supplier<? extends CompletionStage<?>> call;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private long timer;

    /** @param call must not block; logs its failures itself */
    public RecurringQuery(
            Vertx vertx, DatabaseWatch database, Duration period, Supplier<? extends CompletionStage<?>> call) {
        this.vertx = vertx;
        this.database = database;
        this.period = period;
        this.call = call;
    }

    public void start() {
        timer = vertx.setPeriodic(period.toMillis(), tick -> make());
    }

    public void stop() {
        vertx.cancelTimer(timer);
    }

    /** Makes the call now, outside the period. */
    public void make() {
        if (!database.isAway() && underWay.compareAndSet(false, true)) {
            call.get().whenComplete((done, failure) -> underWay.set(false));
        }
    }
}
