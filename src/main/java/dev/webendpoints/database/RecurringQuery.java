package dev.webendpoints.database;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.vertx.core.Vertx;

/**
 * Makes a database call periodically, except while the previous one is in progress or the database is unreachable. Logs a
 * failed call, unless an outage is its cause: {@link DatabaseWatch} logs that once.
 */
public final class RecurringQuery {

    private static final Logger LOG = Logger.getLogger(RecurringQuery.class);

    private final String name;
    private final Vertx vertx;
    private final DatabaseWatch database;
    private final Duration period;
    private final Supplier<? extends CompletionStage<?>> call;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private long timer;

    /**
     * @param name begins the log line of a failure
     * @param call must not block
     */
    public RecurringQuery(
            String name,
            Vertx vertx,
            DatabaseWatch database,
            Duration period,
            Supplier<? extends CompletionStage<?>> call) {
        this.name = name;
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
            call.get().whenComplete((done, failure) -> {
                underWay.set(false);
                if (failure != null) {
                    log(failure);
                }
            });
        }
    }

    private void log(Throwable failure) {
        Logger.Level level = DatabaseUnavailable.isCauseOf(failure) ? Logger.Level.DEBUG : Logger.Level.WARN;
        LOG.logf(level, failure, "%s failed: retry_in=%s", name, period);
    }
}
