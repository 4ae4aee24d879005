package dev.webendpoints.gateway.relay.exchange;

import dev.webendpoints.gateway.relay.admission.OutcomeReason;
import dev.webendpoints.gateway.relay.admission.RequestObserver;
import dev.webendpoints.gateway.relay.admission.RequestOutcome;

/** Collects the metrics of an exchange and reports its outcome once. */
final class ExchangeRecord {

    private RequestObserver observer;
    private final byte[] callId;
    private final long began = System.nanoTime();
    private long waited = -1;
    private int status;
    private long requestBytes;
    private long answerBytes;

    ExchangeRecord(RequestObserver observer, byte[] callId) {
        this.observer = observer;
        this.callId = callId;
    }

    byte[] callId() {
        return callId;
    }

    /** Reports the 303, which is this request's response: requests that fetch the result are counted separately. */
    void onDetached() {
        status = 303;
        onEnd(OutcomeReason.REDIRECTED);
        observer = RequestObserver.NONE;
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

    void onEnd(OutcomeReason reason) {
        if (observer == RequestObserver.NONE) {
            return;
        }
        long took = System.nanoTime() - began;
        int seen = reason == OutcomeReason.CALLER_LEFT ? RequestOutcome.CALLER_LEFT : status;
        long wait = waited < 0 ? took : waited;
        observer.onEnd(new RequestOutcome(reason, seen, took, wait, requestBytes, answerBytes, callId));
    }
}
