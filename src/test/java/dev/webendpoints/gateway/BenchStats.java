package dev.webendpoints.gateway;

import java.lang.management.ManagementFactory;

import dev.webendpoints.worker.PoolCounts;
import io.netty.buffer.PooledByteBufAllocator;

/** Values that must be constant or zero at the end. One line of {@code key=value}; memory in bytes. */
final class BenchStats {

    private BenchStats() {}

    /** Returns the current values, after a garbage collection. */
    static String now(PoolCounts counts) {
        System.gc();
        PooledByteBufAllocator buffers = PooledByteBufAllocator.DEFAULT;
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return String.format(
                "leases=%d waiting=%d workers=%d heap=%d direct=%d pinned=%d threads=%d",
                counts.leases(),
                counts.waiting(),
                counts.workers(),
                heap,
                buffers.metric().usedDirectMemory(),
                buffers.pinnedDirectMemory(),
                ManagementFactory.getThreadMXBean().getThreadCount());
    }
}
