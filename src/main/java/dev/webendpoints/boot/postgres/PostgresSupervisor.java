package dev.webendpoints.boot.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

/**
 * Restarts the embedded PostgreSQL on the same port when its process has died. The time of its death is in a system
 * property, which all class loaders of the process share: a live reload loads new classes.
 */
public final class PostgresSupervisor {

    private static final Logger LOG = Logger.getLogger(PostgresSupervisor.class);

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private static final String DOWN_SINCE = "embedded-postgres.down-since";

    private final RunningPostgres postgres;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "embedded-postgres-supervisor");
        thread.setDaemon(true);
        return thread;
    });

    /** Whether a restart has failed since the process died; the failure is logged once. */
    private boolean failed;

    private PostgresSupervisor(RunningPostgres postgres) {
        this.postgres = postgres;
    }

    /** Starts to supervise a running cluster. */
    public static PostgresSupervisor start(RunningPostgres postgres) {
        PostgresSupervisor supervisor = new PostgresSupervisor(postgres);
        supervisor.looks.scheduleWithFixedDelay(
                supervisor::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return supervisor;
    }

    /** Returns since when the embedded PostgreSQL has been down; empty while it runs, or if there is none. */
    public static Optional<Instant> downSince() {
        return Optional.ofNullable(System.getProperty(DOWN_SINCE)).map(Instant::parse);
    }

    /** Stops the supervision. Blocks until a restart in progress has finished, for at most one minute. */
    public void stop() {
        looks.shutdown();
        try {
            looks.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            if (postgres.isAlive()) {
                return;
            }
            if (downSince().isEmpty()) {
                LOG.error("Embedded PostgreSQL died, restarting");
                System.setProperty(DOWN_SINCE, Instant.now().toString());
            }
            postgres.startAgain();
            System.clearProperty(DOWN_SINCE);
            failed = false;
        } catch (RuntimeException e) {
            if (!failed) {
                failed = true;
                LOG.errorf("Embedded PostgreSQL restart failed: cause=%s", e.getMessage());
            }
        }
    }
}
