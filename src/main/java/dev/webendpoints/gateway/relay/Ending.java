package dev.webendpoints.gateway.relay;

import java.nio.charset.StandardCharsets;

/**
 * How a request ended.
 *
 * @param status of the answer that the caller got or was getting; {@link #CALLER_LEFT} when it left before the end
 * @param nanos from the request's whole head to the end
 * @param waitNanos of these, until there was a worker; all of them when there was none
 * @param requestBytes to the worker, the head included
 * @param answerBytes from the worker, the head included
 * @param callIdBytes see {@link #callId}
 */
public record Ending(
        Cause cause, int status, long nanos, long waitNanos, long requestBytes, long answerBytes, byte[] callIdBytes) {

    /** In logs and metrics only: no such status is ever sent. */
    public static final int CALLER_LEFT = 499;

    /** Who ended it. */
    public enum Cause {
        /** The function's answer is whole, or its tunnel has ended. */
        FUNCTION,
        /** The gateway answered for itself. */
        GATEWAY,
        /** The function's answer broke off, by the worker's end or by a deadline. */
        BROKEN,
        /** The caller left, or was too slow to be waited for. */
        CALLER
    }

    /** {@code fc-…}; null when no exchange was begun. */
    public String callId() {
        return callIdBytes == null ? null : new String(callIdBytes, StandardCharsets.US_ASCII);
    }

    /** An answer of the gateway's own to a request that never asked for a worker. */
    static Ending refused(int status) {
        return new Ending(Cause.GATEWAY, status, 0, 0, 0, 0, null);
    }
}
