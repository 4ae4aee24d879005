package dev.webendpoints.gateway.relay.admission;

import java.util.Locale;

/** Why a request ended, for metrics and the access log: a closed set, so that its label is bounded. */
public enum OutcomeReason {
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
    /** The client left, or was too slow to read the response. */
    CALLER_LEFT;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** Returns the value in metrics and the access log. */
    public String label() {
        return label;
    }
}
