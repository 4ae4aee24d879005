package dev.webendpoints.gateway;

import java.util.Locale;

import dev.webendpoints.gateway.relay.Ending;
import dev.webendpoints.worker.LeaseRefusal;

/** Why a request ended as it did, for metrics and the access log: a closed set, so that its label is bounded. */
enum Reason {
    /** The function's answer is whole, or its tunnel has ended. */
    ANSWERED,
    /** The function took its time: the caller got a 303, and fetches the answer later. */
    REDIRECTED,
    /** There is no such answer to fetch. */
    NO_RESULT,
    /** No valid HTTP, or past a bound on it. */
    MALFORMED,
    /** Head or body of the request stopped coming. */
    CALLER_SLOW,
    UNKNOWN_HOST,
    UNAUTHORIZED,
    /** The query does not give the parameters of the class. */
    INVALID_ARGUMENTS,
    /** A browser's preflight, answered for the function. */
    PREFLIGHT,
    RATE_LIMITED,
    /** Too many wait for a worker of this function. */
    QUEUE_FULL,
    /** The function was removed while the request waited. */
    GONE,
    START_FAILED,
    START_TIMED_OUT,
    SHUTTING_DOWN,
    /** The function did not answer in time. */
    TIMED_OUT,
    /** The worker did not accept the connection, ended it before it answered, or answered with no valid HTTP. */
    WORKER_BROKE,
    /** The answer broke off after it had begun. */
    CUT,
    CALLER_LEFT;

    private final String label = name().toLowerCase(Locale.ROOT);

    String label() {
        return label;
    }

    /** @param refusal why there was no worker, or null; only if it is what the caller was told */
    static Reason of(Ending ending, LeaseRefusal.Reason refusal) {
        return switch (ending.cause()) {
            case FUNCTION -> ANSWERED;
            case BROKEN -> CUT;
            case CALLER -> CALLER_LEFT;
            case GATEWAY ->
                refusal != null && LeaseDestinations.status(refusal) == ending.status()
                        ? of(refusal)
                        : of(ending.status());
        };
    }

    private static Reason of(LeaseRefusal.Reason refusal) {
        return switch (refusal) {
            case START_FAILED -> START_FAILED;
            case START_TIMEOUT -> START_TIMED_OUT;
            case QUEUE_FULL -> QUEUE_FULL;
            case GONE -> GONE;
            case SHUTTING_DOWN -> SHUTTING_DOWN;
        };
    }

    /** What the relay itself says with this status. */
    private static Reason of(int status) {
        return switch (status) {
            case 303 -> REDIRECTED;
            case 404 -> NO_RESULT;
            case 408 -> CALLER_SLOW;
            case 502 -> WORKER_BROKE;
            case 503 -> SHUTTING_DOWN;
            case 504 -> TIMED_OUT;
            default -> MALFORMED;
        };
    }
}
