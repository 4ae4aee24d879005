package dev.webendpoints.worker;

import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.OperatingSystemMXBean;

/** How many workers this server may have, of all functions together, from their start until nothing of them runs any more. */
final class Capacity {

    private static final long BYTES_OF_ONE = 64L * 1024 * 1024;
    private static final int LEAST = 16;

    private final int limit;
    private final AtomicInteger taken = new AtomicInteger();
    private final Set<String> missed = ConcurrentHashMap.newKeySet();

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

    /** @return whether the group may start one more */
    boolean take(String group) {
        if (taken.incrementAndGet() <= limit) {
            return true;
        }
        taken.decrementAndGet();
        missed.add(group);
        return false;
    }

    void giveBack() {
        taken.decrementAndGet();
    }

    /** How many groups wanted one and got none since this was asked last. */
    int missed() {
        int count = missed.size();
        missed.clear();
        return count;
    }
}
