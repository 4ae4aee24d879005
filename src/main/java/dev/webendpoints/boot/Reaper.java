package dev.webendpoints.boot;

import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.app.Apps;
import io.vertx.core.Vertx;

/** Ends every few seconds the apps whose client is gone without a word. */
@ApplicationScoped
class Reaper {

    private static final Logger LOG = Logger.getLogger(Reaper.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Apps apps;
    private final ReactiveCalls calls;
    private final Vertx vertx;
    private long timer;

    Reaper(Apps apps, ReactiveCalls calls, Vertx vertx) {
        this.apps = apps;
        this.calls = calls;
        this.vertx = vertx;
    }

    void start() {
        timer = vertx.setPeriodic(INTERVAL.toMillis(), tick -> reap());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void reap() {
        calls.start(() -> apps.reap(Instant.now())).whenComplete((ended, failure) -> {
            if (failure != null) {
                LOG.warn("apps without a client could not be looked for; the next try is in " + INTERVAL, failure);
            } else if (ended > 0) {
                LOG.infof("apps ended because their clients are gone count=%d", ended);
            }
        });
    }
}
