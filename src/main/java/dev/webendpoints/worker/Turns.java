package dev.webendpoints.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One change at a time, and whoever must be told of it is told after the lock is given back. So no callback, and
 * nothing that waits, ever runs under the lock, and it may be taken on an event loop. A change that throws still has told
 * what it decided before.
 */
final class Turns {

    private static final int SPINS = 200;

    private final ReentrantLock lock = new ReentrantLock();
    private List<Runnable> afterwards = new ArrayList<>();

    void take(Runnable change) {
        List<Runnable> told = List.of();
        lock();
        try {
            change.run();
        } finally {
            if (!afterwards.isEmpty()) {
                told = afterwards;
                afterwards = new ArrayList<>();
            }
            lock.unlock();
            told.forEach(Runnable::run);
        }
    }

    /** Turns are short: to wait for one awake costs less than to be woken for it, up to a bound. */
    private void lock() {
        for (int i = 0; i < SPINS; i++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
    }

    <T> T read(Supplier<T> state) {
        lock.lock();
        try {
            return state.get();
        } finally {
            lock.unlock();
        }
    }

    /** Only from within a turn. */
    void afterwards(Runnable task) {
        afterwards.add(task);
    }
}
