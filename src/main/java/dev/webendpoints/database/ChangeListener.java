package dev.webendpoints.database;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotification;

/**
 * A connection on which PostgreSQL announces changes ({@code LISTEN}). A lost connection is replaced, with exponential
 * back-off. Confined to the event loop that {@link #start} is called on.
 */
final class ChangeListener {

    private static final Logger LOG = Logger.getLogger(ChangeListener.class);

    private static final String LISTEN = "listen webendpoints_change";

    /** A connection that takes longer to open is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final DatabaseConnections connections;
    private final Consumer<String> onNotification;
    private final Runnable onListening;

    private PgConnection connection;
    private int attempts;
    private boolean stopped;

    /**
     * @param onNotification receives the payload of each notification
     * @param onListening called when notifications begin, after each connect; earlier ones are lost
     */
    ChangeListener(
            Vertx vertx, DatabaseConnections connections, Consumer<String> onNotification, Runnable onListening) {
        this.vertx = vertx;
        this.connections = connections;
        this.onNotification = onNotification;
        this.onListening = onListening;
    }

    void start() {
        connect();
    }

    void stop() {
        stopped = true;
        if (connection != null) {
            connection.close();
        }
    }

    /** Returns the connection; null while there is none. */
    PgConnection connection() {
        return connection;
    }

    /** Replaces a connection that does not answer. */
    void replace(PgConnection silent) {
        silent.close();
        onClosed(silent);
    }

    private void connect() {
        if (!stopped) {
            Future<PgConnection> opening = connections.open(vertx, attempts).compose(this::listen);
            opening.timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .onComplete(this::onConnected, cause -> onRefused(opening, cause));
        }
    }

    private Future<PgConnection> listen(PgConnection opened) {
        opened.notificationHandler(this::onNotification);
        opened.exceptionHandler(cause -> LOG.debug("Change feed connection failed", cause));
        return opened.query(LISTEN).execute().map(opened).onFailure(refused -> opened.close());
    }

    private void onNotification(PgNotification notification) {
        onNotification.accept(notification.getPayload());
    }

    private void onConnected(PgConnection opened) {
        if (stopped) {
            opened.close();
            return;
        }
        if (attempts > 0) {
            LOG.infof("Change feed connected: attempts=%d", attempts);
        }
        attempts = 0;
        connection = opened;
        opened.closeHandler(closed -> onClosed(opened));
        onListening.run();
    }

    private void onRefused(Future<PgConnection> opening, Throwable cause) {
        // One that opens after all is not needed any more.
        opening.onSuccess(late -> late.close());
        LOG.debugf(cause, "Change feed not connected: attempts=%d", attempts);
        connectLater();
    }

    private void onClosed(PgConnection closed) {
        if (closed == connection) {
            connection = null;
            if (!stopped) {
                LOG.warn("Change feed connection lost, changes of other servers are found by polling until it is back");
                connectLater();
            }
        }
    }

    private void connectLater() {
        long pause = Math.min(FIRST_RETRY.toMillis() << Math.min(attempts, 10), LONGEST_RETRY.toMillis());
        attempts++;
        vertx.setTimer(pause, timer -> connect());
    }
}
