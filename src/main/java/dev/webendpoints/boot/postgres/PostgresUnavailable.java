package dev.webendpoints.boot.postgres;

/** The embedded PostgreSQL cannot run here; the message states the cause and the alternative. */
public final class PostgresUnavailable extends RuntimeException {

    PostgresUnavailable(String message) {
        super(message);
    }

    PostgresUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
