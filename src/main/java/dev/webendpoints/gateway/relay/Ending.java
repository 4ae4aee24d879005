package dev.webendpoints.gateway.relay;

import java.nio.charset.StandardCharsets;

/**
 * The outcome of a request.
 *
 * @param status of the response that the client got or was getting; {@link #CALLER_LEFT} if the client left before the
 *     end
 * @param nanos from the complete request head to the end
 * @param waitNanos the part of {@code nanos} before there was a worker; all of it if there was none
 * @param requestBytes to the worker, including the head
 * @param answerBytes from the worker, including the head
 * @param callIdBytes see {@link #callId}
 */
public record Ending(
        Cause cause, int status, long nanos, long waitNanos, long requestBytes, long answerBytes, byte[] callIdBytes) {

    /** Used in logs and metrics only; never sent. */
    public static final int CALLER_LEFT = 499;

    /** What ended the request. */
    public enum Cause {
        /** The function's response is complete, or its tunnel has ended. */
        FUNCTION,
        /** The gateway sent a response of its own. */
        GATEWAY,
        /** The function's response broke off, because its worker ended or by a deadline. */
        BROKEN,
        /** The client left, or was too slow. */
        CALLER
    }

    /** Returns the call id, {@code fc-…}, or null if no exchange was started. */
    public String callId() {
        return callIdBytes == null ? null : new String(callIdBytes, StandardCharsets.US_ASCII);
    }

    /** The outcome of a request that the gateway rejected without requesting a worker. */
    static Ending refused(int status) {
        return new Ending(Cause.GATEWAY, status, 0, 0, 0, 0, null);
    }
}
