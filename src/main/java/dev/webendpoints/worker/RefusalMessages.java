package dev.webendpoints.worker;

import java.time.Duration;
import java.util.List;

import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.lease.LeaseRefusal.Reason;

/** Creates refusals and their messages. */
final class RefusalMessages {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration AFTER_RESTART = Duration.ofSeconds(10);

    private RefusalMessages() {}

    static LeaseRefusal queueFull(int limit) {
        return of(Reason.QUEUE_FULL, limit + " requests already wait for this function, and no more may", SOON);
    }

    static LeaseRefusal tooManyArguments(int limit) {
        return of(
                Reason.QUEUE_FULL,
                limit + " combinations of this function's parameters and options are in use, and no more may be",
                SOON);
    }

    static LeaseRefusal gone() {
        return of(Reason.GONE, "this function is not served any more", Duration.ZERO);
    }

    static LeaseRefusal noSuchMethod(String method) {
        return of(Reason.GONE, "this function has no web method '" + method + "'", Duration.ZERO);
    }

    static LeaseRefusal shuttingDown() {
        return of(Reason.SHUTTING_DOWN, "the server is shutting down", AFTER_RESTART);
    }

    static LeaseRefusal startFailed(String reason, List<String> lastLines) {
        return new LeaseRefusal(Reason.START_FAILED, reason, List.copyOf(lastLines), Duration.ZERO);
    }

    static LeaseRefusal startTimeout(Duration timeout, List<String> lastLines) {
        String message = "the worker was not ready within " + timeout.toSeconds() + " s of its start";
        return new LeaseRefusal(Reason.START_TIMEOUT, message, List.copyOf(lastLines), Duration.ZERO);
    }

    static String portHeld(int port) {
        return "port " + port
                + " is held by a worker of another function, and all workers share this machine's network; "
                + "give this web server a port of its own";
    }

    static LeaseRefusal retryAfter(LeaseRefusal refusal, Duration wait) {
        return new LeaseRefusal(refusal.reason(), refusal.message(), refusal.logTail(), wait);
    }

    private static LeaseRefusal of(Reason reason, String message, Duration retryAfter) {
        return new LeaseRefusal(reason, message, List.of(), retryAfter);
    }
}
