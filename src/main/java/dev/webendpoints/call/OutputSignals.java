package dev.webendpoints.call;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Wakes those who wait for an output or for data of a call. Thread-safe. */
final class OutputSignals {

    private final Vertx vertx;
    private final Map<String, Set<Promise<Void>>> waiting = new ConcurrentHashMap<>();

    OutputSignals(Vertx vertx) {
        this.vertx = vertx;
    }

    /** A wait for the next signal of a call, which is to be closed. */
    final class Wait {

        private final String callId;
        private final Promise<Void> promise = Promise.promise();

        private Wait(String callId) {
            this.callId = callId;
        }

        /** Completes at the next signal since the wait was made, at the latest after {@code millis}. */
        Future<Void> signaled(long millis) {
            long timer = vertx.setTimer(Math.max(1, millis), ignored -> promise.tryComplete());
            return promise.future().onComplete(done -> {
                vertx.cancelTimer(timer);
                close();
            });
        }

        void close() {
            waiting.computeIfPresent(callId, (id, waits) -> {
                waits.remove(promise);
                return waits.isEmpty() ? null : waits;
            });
        }
    }

    Wait await(String callId) {
        Wait wait = new Wait(callId);
        waiting.compute(callId, (id, waits) -> {
            Set<Promise<Void>> all = waits == null ? ConcurrentHashMap.newKeySet() : waits;
            all.add(wait.promise);
            return all;
        });
        return wait;
    }

    void signal(String callId) {
        Set<Promise<Void>> waits = waiting.get(callId);
        if (waits != null) {
            waits.forEach(Promise::tryComplete);
        }
    }
}
