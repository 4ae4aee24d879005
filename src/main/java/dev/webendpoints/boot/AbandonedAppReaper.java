package dev.webendpoints.boot;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.app.Apps;
import dev.webendpoints.database.DatabaseWatch;
import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.database.RecurringQuery;
import io.vertx.core.Vertx;

/** Every few seconds, ends the apps whose client has disappeared without ending them. */
@ApplicationScoped
class AbandonedAppReaper {

    private static final Logger LOG = Logger.getLogger(AbandonedAppReaper.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration ASLEEP = INTERVAL.multipliedBy(3);

    private final Apps apps;
    private final ReactiveCalls calls;
    private final RecurringQuery reaping;

    /** Before this time no client counts as lost: heartbeats were not received while the server or machine was down. */
    private Instant notBefore;

    private Instant lastTick;

    AbandonedAppReaper(Apps apps, ReactiveCalls calls, DatabaseWatch database, Vertx vertx) {
        this.apps = apps;
        this.calls = calls;
        this.reaping = new RecurringQuery("Reaping of abandoned apps", vertx, database, INTERVAL, this::reap);
    }

    void start() {
        lastTick = Instant.now();
        notBefore = lastTick.plus(Apps.CLIENT_LOST_AFTER);
        reaping.start();
    }

    void stop() {
        reaping.stop();
    }

    private CompletionStage<Integer> reap() {
        Instant now = Instant.now();
        if (Duration.between(lastTick, now).compareTo(ASLEEP) > 0) {
            notBefore = now.plus(Apps.CLIENT_LOST_AFTER);
        }
        lastTick = now;
        if (now.isBefore(notBefore)) {
            return CompletableFuture.completedFuture(0);
        }
        return calls.start(() -> apps.reap(now)).thenApply(ended -> {
            if (ended > 0) {
                LOG.infof("Abandoned apps ended: count=%d", ended);
            }
            return ended;
        });
    }
}
