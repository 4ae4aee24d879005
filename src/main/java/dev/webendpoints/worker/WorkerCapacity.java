package dev.webendpoints.worker;

import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.OperatingSystemMXBean;

/**
 * Limits the number of workers of all functions together. A worker counts from its start until its last process has
 * exited. While a group without workers is denied its first one, no group gets an additional one.
 */
final class WorkerCapacity {

    private static final long BYTES_OF_ONE = 64L * 1024 * 1024;
    private static final int LEAST = 16;

    private final int limit;
    private final AtomicInteger taken = new AtomicInteger();
    private volatile Set<String> missing = ConcurrentHashMap.newKeySet();
    private volatile Set<String> missingBefore = Set.of();

    WorkerCapacity(int limit) {
        this.limit = limit;
    }

    static WorkerCapacity of(WorkersConfig config) {
        return new WorkerCapacity(config.limit().orElseGet(WorkerCapacity::byMemory));
    }

    private static int byMemory() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return (int) Math.max(LEAST, system.getTotalMemorySize() / BYTES_OF_ONE);
    }

    int limit() {
        return limit;
    }

    /** @return whether a group may start its first worker, which requests or a version switch wait for */
    boolean takeFirst(String group) {
        boolean has = take();
        if (!has) {
            missing.add(group);
        }
        return has;
    }

    /** @return whether a group may start an additional worker, or one that nothing waits for */
    boolean takeMore() {
        return missing.isEmpty() && missingBefore.isEmpty() && take();
    }

    private boolean take() {
        if (taken.incrementAndGet() <= limit) {
            return true;
        }
        taken.decrementAndGet();
        return false;
    }

    void giveBack() {
        taken.decrementAndGet();
    }

    /** Returns the groups that were denied their first worker since the previous call, and starts a new set. */
    Set<String> takeMissing() {
        missingBefore = missing;
        missing = ConcurrentHashMap.newKeySet();
        return missingBefore;
    }
}
