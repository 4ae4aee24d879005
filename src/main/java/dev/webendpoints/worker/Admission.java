package dev.webendpoints.worker;

import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import dev.webendpoints.worker.WorkerState.Ready;

/**
 * Who waits for a worker of one function, and what each is told: a lease, or why there is none. Guarded by its group's
 * lock; everyone is told after it.
 */
final class Admission {

    private final Turns turns;
    private final Lineup lineup;
    private final int queueLimit;
    private final BiConsumer<Worker, Instant> onReleased;
    private final WaitQueue queue = new WaitQueue();

    /**
     * @param queueLimit how many may wait
     * @param onReleased told in a turn of its own, once for each lease: the worker, and when it was granted
     */
    Admission(Turns turns, Lineup lineup, int queueLimit, BiConsumer<Worker, Instant> onReleased) {
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

    /** @return whether it waits now; otherwise too many did, and it is told */
    boolean queue(Waiter waiter, Instant now) {
        if (queue.size() >= queueLimit) {
            refuse(waiter, Refusals.queueFull(queueLimit));
            return false;
        }
        queue.add(waiter);
        lineup.target().onWaiting(queue.size(), now);
        return true;
    }

    void remove(Waiter waiter) {
        queue.remove(waiter);
    }

    /** Nobody overtakes those who wait. */
    boolean grantAtOnce(Waiter waiter, Instant now) {
        return queue.isEmpty() && grant(waiter, now);
    }

    void grantInOrder(Instant now) {
        queue.settleInOrder(waiter -> grant(waiter, now) || refuseUnknownMethod(waiter), lineup::hasRoom);
    }

    private boolean grant(Waiter waiter, Instant now) {
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

    private boolean refuseUnknownMethod(Waiter waiter) {
        boolean unknown = lineup.target().isReady() && !lineup.offers(waiter.method);
        if (unknown) {
            refuse(waiter, Refusals.noSuchMethod(waiter.method));
        }
        return unknown;
    }

    void refuse(Waiter waiter, LeaseRefusal refusal) {
        turns.afterwards(() -> waiter.tell(refusal));
    }

    void refuseAll(LeaseRefusal refusal) {
        refuseWaiting(waiter -> true, refusal);
    }

    /** Spares those whom a ready worker can serve. */
    void refuseUnserved(LeaseRefusal refusal) {
        refuseWaiting(waiter -> !lineup.offers(waiter.method), refusal);
    }

    private void refuseWaiting(Predicate<Waiter> which, LeaseRefusal refusal) {
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
