package dev.webendpoints.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * Logs the failures that Mutiny drops because their call was canceled. An outage cancels every waiting call, and each
 * fails later, when its connection answers or closes: {@link DatabaseWatch} logs the outage once instead.
 */
@ApplicationScoped
class DroppedFailures {

    private static final Logger LOG = Logger.getLogger(DroppedFailures.class);

    private final DatabaseWatch database;

    DroppedFailures(DatabaseWatch database) {
        this.database = database;
    }

    /** Replaces the handler that Quarkus has set, for the whole process. */
    void onStart(@Observes StartupEvent event) {
        Infrastructure.setDroppedExceptionHandler(this::log);
    }

    private void log(Throwable failure) {
        Logger.Level level = database.wasAwayRecently() ? Logger.Level.DEBUG : Logger.Level.ERROR;
        LOG.log(level, "A canceled call failed", failure);
    }
}
