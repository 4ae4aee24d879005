package dev.webendpoints.database;

import java.io.IOException;
import java.sql.SQLException;

import io.vertx.pgclient.PgException;

/** The disk of the server, or that of its database, takes nothing more; what was asked for was not stored. */
public final class DiskFull {

    /** For callers of every protocol. */
    public static final String SENTENCE = "The server's disk is full; nothing was stored.";

    private static final String DISK_FULL = "53100";

    private DiskFull() {}

    /** Whether a failure, or a cause of it, is that a disk is full. */
    public static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && isFull(String.valueOf(cause.getMessage()))
                    || cause instanceof PgException refusal && DISK_FULL.equals(refusal.getSqlState())
                    || cause instanceof SQLException refusal && DISK_FULL.equals(refusal.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** The JDK knows it by the operating system's words alone (ENOSPC, EDQUOT; strerror(3)). */
    private static boolean isFull(String message) {
        return message.contains("No space left on device") || message.contains("Disk quota exceeded");
    }
}
