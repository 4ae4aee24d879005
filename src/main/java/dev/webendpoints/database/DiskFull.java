package dev.webendpoints.database;

import java.io.IOException;
import java.sql.SQLException;

import io.vertx.pgclient.PgException;

/** Recognizes that the disk of the server or of its database is full, so that nothing was stored. */
public final class DiskFull {

    /** The message for clients of every protocol. */
    public static final String SENTENCE = "The server's disk is full; nothing was stored.";

    private static final String DISK_FULL = "53100";

    private DiskFull() {}

    /** Returns whether a failure or one of its causes is that a disk is full. */
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

    /** The JDK reports it only through the operating system's message (ENOSPC, EDQUOT; strerror(3)). */
    private static boolean isFull(String message) {
        return message.contains("No space left on device") || message.contains("Disk quota exceeded");
    }
}
