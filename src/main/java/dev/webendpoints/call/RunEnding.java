package dev.webendpoints.call;

import dev.webendpoints.call.store.InputOutcome;

/** How a run of an input ends. */
sealed interface RunEnding {

    /** @param outcome of the function's code, or a statement of the server */
    record Ended(InputOutcome outcome) implements RunEnding {}

    /** Its worker has ended. @param resumable false if the input has yielded values already */
    record WorkerLost(String workerId, boolean resumable) implements RunEnding {}

    /** No worker was available; the input waits again. */
    record NotStarted(long retryMillis) implements RunEnding {}

    /** The input has ended in another way. */
    record Canceled() implements RunEnding {}
}
