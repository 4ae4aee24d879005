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
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;

/**
 * Asks the database for an answer every second. It is away once it refuses, or was silent for {@link #PATIENCE} twice: then
 * calls that wait for it fail, and new ones need not try. It is back with the next answer. Thread-safe.
 */
@ApplicationScoped
public class DatabaseWatch {

    private static final Logger LOG = Logger.getLogger(DatabaseWatch.class);

    private static final Duration PERIOD = Duration.ofSeconds(1);

    /** Silence of a database that hangs; under load a healthy one answers much sooner. */
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private static final int SILENCES = 2;

    private final Vertx vertx;
    private final Pool pool;
    private final Set<UniEmitter<?>> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean away;
    private volatile boolean stopped;
    private int silences;
    private long awaySince;

    DatabaseWatch(Vertx vertx, Pool pool) {
        this.vertx = vertx;
        this.pool = pool;
    }

    /** Begins to look. Returns at once. */
    public void start() {
        vertx.setTimer(PERIOD.toMillis(), ignored -> look());
    }

    @PreDestroy
    void stop() {
        stopped = true;
    }

    /** Whether it did not answer when it was asked last. */
    public boolean isAway() {
        return away;
    }

    /** The same call, which fails with {@link DatabaseUnavailable} at once when the database is away, or gets away. */
    public <T> Uni<T> guard(Uni<T> call) {
        return Uni.createFrom()
                .deferred(() -> away
                        ? Uni.createFrom().failure(new DatabaseUnavailable())
                        : Uni.combine().any().of(call, this.<T>outage()));
    }

    private <T> Uni<T> outage() {
        return Uni.createFrom().emitter(emitter -> {
            waiting.add(emitter);
            emitter.onTermination(() -> waiting.remove(emitter));
            if (away) {
                emitter.fail(new DatabaseUnavailable());
            }
        });
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
            away = false;
            LOG.infof("the database answers again: seconds=%d", (System.nanoTime() - awaySince) / 1_000_000_000);
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
        LOG.errorf(
                "the database does not answer: calls that need it are refused until it does, warm URLs are served: cause=%s",
                cause);
        waiting.forEach(emitter -> emitter.fail(new DatabaseUnavailable()));
    }

    private static boolean isTimeout(Throwable failure) {
        return failure instanceof TimeoutException || failure instanceof io.smallrye.mutiny.TimeoutException;
    }
}
