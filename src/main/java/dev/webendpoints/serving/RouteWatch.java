package dev.webendpoints.serving;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.database.DatabaseWatch;
import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.database.RecurringQuery;
import dev.webendpoints.routing.RouteRebuild;
import io.vertx.core.Vertx;

/** Rebuilds the routes after publications through other servers on the same database. */
@ApplicationScoped
public class RouteWatch {

    private static final Logger LOG = Logger.getLogger(RouteWatch.class);

    /** Maximum delay until a change by another server is detected. */
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final RouteRebuild routes;
    private final ReactiveCalls calls;
    private final RecurringQuery looks;

    RouteWatch(RouteRebuild routes, ReactiveCalls calls, DatabaseWatch database, Vertx vertx) {
        this.routes = routes;
        this.calls = calls;
        this.looks = new RecurringQuery(vertx, database, PERIOD, this::look);
    }

    public void start() {
        looks.start();
    }

    public void stop() {
        looks.stop();
    }

    private CompletionStage<Void> look() {
        return calls.start(routes::rebuildIfChanged).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warnf("Route refresh failed, keeping the last known routes: cause=%s", failure);
            }
        });
    }
}
