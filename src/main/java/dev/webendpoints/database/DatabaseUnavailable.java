package dev.webendpoints.database;

import java.net.SocketException;
import java.util.concurrent.TimeoutException;

import io.vertx.sqlclient.ClosedConnectionException;

/** The database does not answer now; the same call may succeed later. */
public final class DatabaseUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** For callers of every protocol. */
    public static final String SENTENCE = "The server cannot reach its database now; try again.";

    /** Whether a failure, or a cause of it, is that the database does not answer. */
    public static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseUnavailable
                    || cause instanceof SocketException
                    || cause instanceof ClosedConnectionException
                    || cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    public DatabaseUnavailable() {
        super(SENTENCE);
    }
}
