package dev.webendpoints.database;

import java.net.SocketException;
import java.util.concurrent.TimeoutException;

import dev.webendpoints.failure.Unavailable;
import io.vertx.sqlclient.ClosedConnectionException;

/** Thrown when the database does not answer; the same call may succeed later. */
public final class DatabaseUnavailable extends Unavailable {

    private static final long serialVersionUID = 1;

    /** The message for clients of every protocol. */
    public static final String SENTENCE = "The server cannot reach its database now; try again.";

    /** Returns whether a failure or one of its causes is that the database does not answer. */
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
