package dev.webendpoints.worker;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Requests that wait for a worker, in order of arrival. Guarded by the group's lock. */
final class WaitQueue {

    private final Set<QueuedRequest> waiters = new LinkedHashSet<>();

    void add(QueuedRequest waiter) {
        waiters.add(waiter);
    }

    void remove(QueuedRequest waiter) {
        waiters.remove(waiter);
    }

    int size() {
        return waiters.size();
    }

    boolean isEmpty() {
        return waiters.isEmpty();
    }

    /** Removes the waiters for which {@code settle} returns true, in order of arrival, while {@code more} holds. */
    void settleInOrder(Predicate<QueuedRequest> settle, BooleanSupplier more) {
        Iterator<QueuedRequest> each = waiters.iterator();
        while (each.hasNext() && more.getAsBoolean()) {
            if (settle.test(each.next())) {
                each.remove();
            }
        }
    }
}
