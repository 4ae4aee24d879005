package dev.webendpoints.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Serializes changes under a lock, and runs callbacks after the lock is released. Neither callbacks nor blocking
 * operations run under the lock, so it may be acquired on an event loop. If a change throws, the callbacks that it
 * registered before still run.
 */
final class SerialExecutor {

    private static final int SPINS = 200;

    private final ReentrantLock lock = new ReentrantLock();
    private List<Runnable> afterwards = new ArrayList<>();

    void run(Runnable change) {
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

    /** Spins up to a bound before it blocks: changes are short, and spinning costs less than a wake-up. */
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

    /** Runs the task after the lock is released. Called only under the lock. */
    void afterUnlock(Runnable task) {
        afterwards.add(task);
    }
}
