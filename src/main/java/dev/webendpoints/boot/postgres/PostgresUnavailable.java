package dev.webendpoints.boot.postgres;

/** The embedded PostgreSQL cannot run here; the message says why and what to do instead. */
public final class PostgresUnavailable extends RuntimeException {

    PostgresUnavailable(String message) {
        super(message);
    }

    PostgresUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
