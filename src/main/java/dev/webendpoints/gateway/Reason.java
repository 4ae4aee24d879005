package dev.webendpoints.gateway;

import java.util.Locale;

import dev.webendpoints.gateway.relay.Ending;
import dev.webendpoints.lease.LeaseRefusal;

/** The outcome of a request, for metrics and the access log: a closed set, so that its label is bounded. */
enum Reason {
    /** The function's response is complete, or its tunnel has ended. */
    ANSWERED,
    /** The function took too long to respond: the client got a 303, and fetches the response later. */
    REDIRECTED,
    /** There is no such response to fetch. */
    NO_RESULT,
    /** Not valid HTTP, or over a bound on it. */
    MALFORMED,
    /** The client stopped sending the head or the body of the request. */
    CALLER_SLOW,
    UNKNOWN_HOST,
    UNAUTHORIZED,
    /** The query lacks a parameter of the class, or has an invalid one. */
    INVALID_ARGUMENTS,
    /** A browser's preflight, answered for the function. */
    PREFLIGHT,
    RATE_LIMITED,
    /** Too many requests wait for a worker of this function. */
    QUEUE_FULL,
    /** The function was removed while the request waited. */
    GONE,
    START_FAILED,
    START_TIMED_OUT,
    SHUTTING_DOWN,
    /** The function did not respond in time. */
    TIMED_OUT,
    /** The worker did not accept the connection, ended it before the response, or sent invalid HTTP. */
    WORKER_BROKE,
    /** The response broke off after it had begun. */
    CUT,
    CALLER_LEFT;

    private final String label = name().toLowerCase(Locale.ROOT);

    String label() {
        return label;
    }

    /** @param refusal why there was no worker, or null; used only if the response to the client has its status */
    static Reason of(Ending ending, LeaseRefusal.Reason refusal) {
        return switch (ending.cause()) {
            case FUNCTION -> ANSWERED;
            case BROKEN -> CUT;
            case CALLER -> CALLER_LEFT;
            case GATEWAY ->
                refusal != null && PoolLeaseSource.status(refusal) == ending.status()
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

    /** Returns the reason for which the relay itself sends this status. */
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
