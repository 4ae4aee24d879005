package dev.webendpoints.database;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * Queries the database every second. The database counts as away after a refused query, or after two consecutive
 * queries without an answer within {@link #PATIENCE}: waiting calls then fail, and new ones fail immediately. It counts
 * as back at the next answer. Thread-safe.
 */
@ApplicationScoped
public class DatabaseWatch {

    private static final Logger LOG = Logger.getLogger(DatabaseWatch.class);

    private static final Duration PERIOD = Duration.ofSeconds(1);

    /** A query without an answer after this time has failed; a healthy database is much faster, even under load. */
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private static final int SILENCES = 2;

    /** The calls that an outage has canceled end within this time of the first answer. */
    private static final Duration AFTERMATH = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Pool pool;
    private final Set<GuardedCall> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean away;
    private volatile boolean stopped;
    private int silences;
    private long awaySince;
    private volatile long backSince = System.nanoTime() - AFTERMATH.toNanos();

    DatabaseWatch(Vertx vertx, Pool pool) {
        this.vertx = vertx;
        this.pool = pool;
    }

    /** Starts the checks. Returns immediately. */
    public void start() {
        vertx.setTimer(PERIOD.toMillis(), ignored -> look());
    }

    @PreDestroy
    void stop() {
        stopped = true;
    }

    /** Returns whether the database is away, as of the last check. */
    public boolean isAway() {
        return away;
    }

    /** Returns whether the database is away, or was so until a few seconds ago. */
    boolean wasAwayRecently() {
        return away || System.nanoTime() - backSince < AFTERMATH.toNanos();
    }

    /** Returns the call, which fails immediately with {@link DatabaseUnavailable} once the database is away. */
    public <T> Uni<T> guard(Uni<T> call) {
        return Uni.createFrom()
                .deferred(() -> away
                        ? Uni.createFrom().failure(new DatabaseUnavailable())
                        : Uni.combine().any().of(call, this.<T>outage()));
    }

    private <T> Uni<T> outage() {
        return Uni.createFrom().emitter(emitter -> {
            GuardedCall call = new GuardedCall(emitter, Vertx.currentContext());
            waiting.add(call);
            emitter.onTermination(() -> waiting.remove(call));
            if (away) {
                emitter.fail(new DatabaseUnavailable());
            }
        });
    }

    /** @param context of the call, on which it is canceled, as its session belongs to it; null for none */
    private record GuardedCall(UniEmitter<?> emitter, Context context) {

        void fail() {
            if (context == null) {
                emitter.fail(new DatabaseUnavailable());
            } else {
                context.runOnContext(ignored -> emitter.fail(new DatabaseUnavailable()));
            }
        }
    }

    private void look() {
        if (stopped) {
            return;
        }
        pool.query("select 1")
                .execute()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .subscribe()
                .with(rows -> onAnswer(), this::onFailure);
    }

    private void onAnswer() {
        silences = 0;
        if (away) {
            backSince = System.nanoTime();
            away = false;
            LOG.infof("Database available again: seconds=%d", (System.nanoTime() - awaySince) / 1_000_000_000);
        }
        vertx.setTimer(PERIOD.toMillis(), ignored -> look());
    }

    private void onFailure(Throwable cause) {
        boolean silent = isTimeout(cause);
        silences++;
        if (!away && (!silent || silences >= SILENCES)) {
            toAway(
                    silent
                            ? "no answer within " + PATIENCE.toMillis() + " ms, twice"
                            : String.valueOf(cause.getMessage()));
        }
        vertx.setTimer(silent ? 1 : PERIOD.toMillis(), ignored -> look());
    }

    private void toAway(String cause) {
        if (stopped) {
            return;
        }
        away = true;
        awaySince = System.nanoTime();
        LOG.errorf("Database unavailable, serving warm URLs only: cause=%s", cause);
        waiting.forEach(GuardedCall::fail);
    }

    private static boolean isTimeout(Throwable failure) {
        return failure instanceof TimeoutException || failure instanceof io.smallrye.mutiny.TimeoutException;
    }
}
