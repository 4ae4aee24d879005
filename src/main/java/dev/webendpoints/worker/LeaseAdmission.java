package dev.webendpoints.worker;

import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import dev.webendpoints.worker.WorkerState.Ready;

/**
 * Queues the requests that wait for a worker of one function, and answers each with a lease or a refusal. Guarded by
 * the group's lock; the answers are delivered after it is released.
 */
final class LeaseAdmission {

    private final SerialExecutor turns;
    private final VersionSet lineup;
    private final int queueLimit;
    private final BiConsumer<Worker, Instant> onReleased;
    private final WaitQueue queue = new WaitQueue();

    /**
     * @param queueLimit maximum number of waiting requests
     * @param onReleased called under the group's lock, once for each lease, with the worker and the time of the grant
     */
    LeaseAdmission(SerialExecutor turns, VersionSet lineup, int queueLimit, BiConsumer<Worker, Instant> onReleased) {
        this.turns = turns;
        this.lineup = lineup;
        this.queueLimit = queueLimit;
        this.onReleased = onReleased;
    }

    int waiting() {
        return queue.size();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** @return whether the request was queued; if the queue is full, the request is refused */
    boolean queue(QueuedRequest waiter, Instant now) {
        if (queue.size() >= queueLimit) {
            refuse(waiter, RefusalMessages.queueFull(queueLimit));
            return false;
        }
        queue.add(waiter);
        lineup.target().onWaiting(queue.size(), now);
        return true;
    }

    void remove(QueuedRequest waiter) {
        queue.remove(waiter);
    }

    /** Grants a lease without queueing, unless other requests are waiting. */
    boolean grantAtOnce(QueuedRequest waiter, Instant now) {
        return queue.isEmpty() && grant(waiter, now);
    }

    void grantInOrder(Instant now) {
        queue.settleInOrder(waiter -> grant(waiter, now) || refuseUnknownMethod(waiter), lineup::hasRoom);
    }

    private boolean grant(QueuedRequest waiter, Instant now) {
        Worker worker = lineup.workerFor(waiter.method);
        if (worker == null) {
            return false;
        }
        Ready ready = (Ready) worker.state();
        worker.onLeased(now);
        Lease lease = new GrantedLease(
                worker.id,
                ready.addresses().get(waiter.method),
                () -> turns.take(() -> onReleased.accept(worker, now)));
        turns.afterwards(() -> waiter.tell(lease));
        return true;
    }

    private boolean refuseUnknownMethod(QueuedRequest waiter) {
        boolean unknown = lineup.target().isReady() && !lineup.offers(waiter.method);
        if (unknown) {
            refuse(waiter, RefusalMessages.noSuchMethod(waiter.method));
        }
        return unknown;
    }

    void refuse(QueuedRequest waiter, LeaseRefusal refusal) {
        turns.afterwards(() -> waiter.tell(refusal));
    }

    void refuseAll(LeaseRefusal refusal) {
        refuseWaiting(waiter -> true, refusal);
    }

    /** Refuses the waiting requests whose method no ready worker offers. */
    void refuseUnserved(LeaseRefusal refusal) {
        refuseWaiting(waiter -> !lineup.offers(waiter.method), refusal);
    }

    private void refuseWaiting(Predicate<QueuedRequest> which, LeaseRefusal refusal) {
        queue.settleInOrder(
                waiter -> {
                    boolean refused = which.test(waiter);
                    if (refused) {
                        refuse(waiter, refusal);
                    }
                    return refused;
                },
                () -> true);
    }
}
