package dev.webendpoints.boot;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.vertx.core.Vertx;

/** Makes a call again and again, and never while the last one is still under way. */
final class Recurring {

    private final Vertx vertx;
    private final Duration period;
    private final Supplier<? extends CompletionStage<?>> call;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private long timer;

    /** @param call never blocks; says itself what its failure means */
    Recurring(Vertx vertx, Duration period, Supplier<? extends CompletionStage<?>> call) {
        this.vertx = vertx;
        this.period = period;
        this.call = call;
    }

    void start() {
        timer = vertx.setPeriodic(period.toMillis(), tick -> make());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void make() {
        if (underWay.compareAndSet(false, true)) {
            call.get().whenComplete((done, failure) -> underWay.set(false));
        }
    }
}
