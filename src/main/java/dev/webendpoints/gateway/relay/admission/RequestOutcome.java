package dev.webendpoints.gateway.relay.admission;

import java.nio.charset.StandardCharsets;

/**
 * The outcome of a request.
 *
 * @param reason why the request ended, as determined where it ended
 * @param status of the response that the client got or was getting; {@link #CALLER_LEFT} if the client left before the
 *     end
 * @param nanos from the complete request head to the end
 * @param waitNanos the part of {@code nanos} before there was a worker; all of it if there was none
 * @param requestBytes to the worker, including the head
 * @param answerBytes from the worker, including the head
 * @param callIdBytes see {@link #callId}
 */
public record RequestOutcome(
        OutcomeReason reason,
        int status,
        long nanos,
        long waitNanos,
        long requestBytes,
        long answerBytes,
        byte[] callIdBytes) {

    /** Used in logs and metrics only; never sent. */
    public static final int CALLER_LEFT = 499;

    /** Returns the outcome of a request that was rejected without requesting a worker. */
    public static RequestOutcome rejected(OutcomeReason reason, int status) {
        return new RequestOutcome(reason, status, 0, 0, 0, 0, null);
    }

    /** Returns the call id, {@code fc-…}, or null if no exchange was started. */
    public String callId() {
        return callIdBytes == null ? null : new String(callIdBytes, StandardCharsets.US_ASCII);
    }
}
