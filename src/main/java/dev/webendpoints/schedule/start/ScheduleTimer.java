package dev.webendpoints.schedule.start;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.ChangeTopic;
import dev.webendpoints.database.DatabaseUnavailable;
import dev.webendpoints.schedule.ScheduleRows;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

/**
 * Waits for the next due time, which it asks the database for, and has the {@link DueCalls} started then. Each deployment
 * through any server makes it ask again. Its state is confined to one event loop.
 */
@ApplicationScoped
public class ScheduleTimer {

    private static final Logger LOG = Logger.getLogger(ScheduleTimer.class);

    /** Asks again after this time: an announcement of a deployment may have been lost, and clocks are set. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Until another server has committed what it claimed. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(20);

    private static final Duration RETRY = Duration.ofSeconds(1);

    /** An answer of the database that takes longer is not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final ChangeFeed changes;
    private final DueCalls due;
    private final ScheduleRows rows;
    private final Context loop;
    private boolean looking;
    private boolean lookAgain;
    private boolean stopped;
    private long timer = NO_TIMER;

    ScheduleTimer(Vertx vertx, Pool pool, ChangeFeed changes, DueCalls due) {
        this.vertx = vertx;
        this.changes = changes;
        this.due = due;
        this.rows = new ScheduleRows(pool);
        this.loop = vertx.getOrCreateContext();
    }

    /** Starts also what was due while no server was running. Returns immediately. */
    public void start() {
        changes.subscribe(ChangeTopic.ROUTES, changed -> {
            loop.runOnContext(ignored -> look());
            return Uni.createFrom().voidItem();
        });
        loop.runOnContext(ignored -> look());
    }

    /** Starts no further calls. Returns immediately. */
    public void stop() {
        loop.runOnContext(ignored -> {
            stopped = true;
            vertx.cancelTimer(timer);
        });
    }

    // On the event loop ------------------------------------------------------------------------------------------

    private void look() {
        if (stopped) {
            return;
        }
        if (looking) {
            lookAgain = true;
            return;
        }
        looking = true;
        lookAgain = false;
        vertx.cancelTimer(timer);
        due.start()
                .compose(this::untilNext)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(
                        wait -> loop.runOnContext(ignored -> onLooked(wait)),
                        failure -> loop.runOnContext(ignored -> onFailed(failure)));
    }

    private Future<Duration> untilNext(int started) {
        return started == DueCalls.BATCH
                ? Future.succeededFuture(SHORTEST_WAIT)
                : rows.untilNext().map(ScheduleTimer::bounded);
    }

    private static Duration bounded(Optional<Duration> untilNext) {
        Duration wait = untilNext.orElse(LONGEST_WAIT);
        if (wait.compareTo(SHORTEST_WAIT) < 0) {
            return SHORTEST_WAIT;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private void onLooked(Duration wait) {
        looking = false;
        if (lookAgain) {
            look();
        } else {
            lookAfter(wait);
        }
    }

    private void onFailed(Throwable failure) {
        looking = false;
        Logger.Level level = DatabaseUnavailable.isCauseOf(failure) ? Logger.Level.DEBUG : Logger.Level.WARN;
        LOG.logf(level, failure, "Look for due functions failed: retry_in=%s", RETRY);
        lookAfter(RETRY);
    }

    private void lookAfter(Duration wait) {
        if (!stopped) {
            timer = vertx.setTimer(wait.toMillis(), fired -> look());
        }
    }
}
