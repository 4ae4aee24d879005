package dev.webendpoints.call;

import java.util.List;

import dev.webendpoints.call.store.CallStatus;
import dev.webendpoints.call.store.InputOutcome;
import dev.webendpoints.lease.Lease;
import dev.webendpoints.lease.LeaseRefusal;

/** How a run of an input ends. */
sealed interface RunEnding {

    /** @param outcome of the function's code, or a statement of the server */
    record Ended(InputOutcome outcome) implements RunEnding {}

    /** Its worker has ended. @param resumable false if the input has yielded values already */
    record WorkerLost(Lease lease, boolean resumable) implements RunEnding {

        String workerId() {
            return lease.workerId();
        }
    }

    /** No worker was available; the input waits again. */
    record NotStarted(long retryMillis) implements RunEnding {}

    /** The input has ended in another way. */
    record Canceled() implements RunEnding {}

    static RunEnding of(LeaseRefusal refusal) {
        return switch (refusal.reason()) {
            case START_FAILED, START_TIMEOUT ->
                new Ended(InputOutcome.of(
                        CallStatus.INIT_FAILURE, sentence(refusal), String.join("\n", refusal.logTail()), null));
            case GONE -> new Ended(InputOutcome.of(CallStatus.TERMINATED, refusal.message(), "", null));
            case QUEUE_FULL, SHUTTING_DOWN ->
                new NotStarted(Math.max(1, refusal.retryAfter().toMillis()));
        };
    }

    /** The log usually says more than the sentence. */
    private static String sentence(LeaseRefusal refusal) {
        List<String> tail = refusal.logTail();
        return tail.isEmpty() ? refusal.message() : refusal.message() + "\n" + String.join("\n", tail);
    }

    /** @param size of the result, in bytes */
    static InputOutcome tooLarge(long size, String workerId) {
        String sentence = "The result has " + size
                + " bytes, which is more than the server's limit (webendpoints.function-calls.max-payload).";
        return InputOutcome.of(CallStatus.FAILURE, sentence, "", workerId);
    }
}
