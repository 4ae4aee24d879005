package dev.webendpoints.database;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Wakes those on this server who wait for a change of something, by its id. Thread-safe. */
public final class WaitSignals {

    private final Vertx vertx;
    private final Map<String, Set<Promise<Void>>> waiting = new ConcurrentHashMap<>();

    public WaitSignals(Vertx vertx) {
        this.vertx = vertx;
    }

    /** A wait for the next signal of an id, which is to be closed. */
    public final class Wait {

        private final String id;
        private final Promise<Void> promise = Promise.promise();

        private Wait(String id) {
            this.id = id;
        }

        /** Completes at the next signal since the wait was made, at the latest after {@code millis}. */
        public Future<Void> signaled(long millis) {
            long timer = vertx.setTimer(Math.max(1, millis), ignored -> promise.tryComplete());
            return promise.future().onComplete(done -> {
                vertx.cancelTimer(timer);
                close();
            });
        }

        public void close() {
            waiting.computeIfPresent(id, (key, waits) -> {
                waits.remove(promise);
                return waits.isEmpty() ? null : waits;
            });
        }
    }

    public Wait await(String id) {
        Wait wait = new Wait(id);
        waiting.compute(id, (key, waits) -> {
            Set<Promise<Void>> all = waits == null ? ConcurrentHashMap.newKeySet() : waits;
            all.add(wait.promise);
            return all;
        });
        return wait;
    }

    public void signal(String id) {
        Set<Promise<Void>> waits = waiting.get(id);
        if (waits != null) {
            waits.forEach(Promise::tryComplete);
        }
    }
}
