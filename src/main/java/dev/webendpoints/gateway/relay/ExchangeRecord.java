package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.relay.Ending.Cause;

/** What is kept of an exchange for whoever counts them. */
final class ExchangeRecord {

    private final Tally tally;
    private final byte[] callId;
    private final long began = System.nanoTime();
    private long waited = -1;
    private int status;
    private long requestBytes;
    private long answerBytes;

    ExchangeRecord(Tally tally, byte[] callId) {
        this.tally = tally;
        this.callId = callId;
    }

    byte[] callId() {
        return callId;
    }

    void onWorker() {
        if (waited < 0) {
            waited = System.nanoTime() - began;
        }
    }

    void onStatus(int status) {
        this.status = status;
    }

    void onRequestBytes(int bytes) {
        requestBytes += bytes;
    }

    void onAnswerBytes(int bytes) {
        answerBytes += bytes;
    }

    void onEnd(Cause cause) {
        if (tally == Tally.NONE) {
            return;
        }
        long took = System.nanoTime() - began;
        int seen = cause == Cause.CALLER ? Ending.CALLER_LEFT : status;
        tally.onEnd(new Ending(cause, seen, took, waited < 0 ? took : waited, requestBytes, answerBytes, callId));
    }
}
