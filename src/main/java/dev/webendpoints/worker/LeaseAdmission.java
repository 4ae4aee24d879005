package dev.webendpoints.worker;

import java.time.Instant;
import java.util.function.Predicate;

import dev.webendpoints.lease.Lease;
import dev.webendpoints.lease.LeaseRefusal;

/**
 * Queues the requests that wait for a worker of one function, and answers each with a lease or a refusal. Guarded by
 * the group's lock; the answers are delivered after it is released.
 */
final class LeaseAdmission {

    private final SerialExecutor executor;
    private final VersionSet versionSet;
    private final int queueLimit;
    private final RunningCalls calls;
    private final WaitQueue queue = new WaitQueue();

    /** @param queueLimit maximum number of waiting requests */
    LeaseAdmission(SerialExecutor executor, VersionSet versionSet, int queueLimit, RunningCalls calls) {
        this.executor = executor;
        this.versionSet = versionSet;
        this.queueLimit = queueLimit;
        this.calls = calls;
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
        versionSet.target().onWaiting(queue.size(), now);
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
        queue.settleInOrder(waiter -> grant(waiter, now) || refuseUnknownMethod(waiter), versionSet::hasRoom);
    }

    private boolean grant(QueuedRequest waiter, Instant now) {
        Worker worker = versionSet.workerFor(waiter.method);
        if (worker == null) {
            return false;
        }
        worker.onLeased(now);
        Lease lease = calls.begin(waiter.callId, worker, waiter.method, now);
        executor.afterUnlock(() -> waiter.tell(lease));
        return true;
    }

    private boolean refuseUnknownMethod(QueuedRequest waiter) {
        boolean unknown = versionSet.target().isReady() && !versionSet.offers(waiter.method);
        if (unknown) {
            refuse(waiter, RefusalMessages.noSuchMethod(waiter.method));
        }
        return unknown;
    }

    void refuse(QueuedRequest waiter, LeaseRefusal refusal) {
        executor.afterUnlock(() -> waiter.tell(refusal));
    }

    void refuseAll(LeaseRefusal refusal) {
        refuseWaiting(waiter -> true, refusal);
    }

    /** Refuses the waiting requests whose method no ready worker offers. */
    void refuseUnserved(LeaseRefusal refusal) {
        refuseWaiting(waiter -> !versionSet.offers(waiter.method), refusal);
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
