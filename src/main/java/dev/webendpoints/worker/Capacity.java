package dev.webendpoints.worker;

import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.OperatingSystemMXBean;

/**
 * How many workers this server may have, of all functions together, from their start until nothing of them runs any more.
 * While a group that has none wants one and gets none, no other gets a second one.
 */
final class Capacity {

    private static final long BYTES_OF_ONE = 64L * 1024 * 1024;
    private static final int LEAST = 16;

    private final int limit;
    private final AtomicInteger taken = new AtomicInteger();
    private volatile Set<String> missing = ConcurrentHashMap.newKeySet();
    private volatile Set<String> missingBefore = Set.of();

    Capacity(int limit) {
        this.limit = limit;
    }

    static Capacity of(WorkersConfig config) {
        return new Capacity(config.limit().orElseGet(Capacity::byMemory));
    }

    private static int byMemory() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return (int) Math.max(LEAST, system.getTotalMemorySize() / BYTES_OF_ONE);
    }

    int limit() {
        return limit;
    }

    /** @return whether a group may start its first worker, on which somebody waits */
    boolean takeFirst(String group) {
        boolean has = take();
        if (!has) {
            missing.add(group);
        }
        return has;
    }

    /** @return whether a group may start one more, or one on which nobody waits */
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

    /** Answers which groups could not start their first worker since this was asked last, and begins anew. */
    Set<String> takeMissing() {
        missingBefore = missing;
        missing = ConcurrentHashMap.newKeySet();
        return missingBefore;
    }
}
