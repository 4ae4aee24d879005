package dev.webendpoints.gateway;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.OptionalInt;

import com.sun.management.UnixOperatingSystemMXBean;

/**
 * The file descriptors of this process. Client connections must not use them up: without any left, the control port
 * accepts no connections.
 *
 * @param limit of the process ({@code ulimit -n})
 * @param open in use when the budget was taken
 * @param reserved for the rest of the server, in addition to those
 */
record DescriptorBudget(long limit, long open, long reserved) {

    /** A client's connection, and the worker's connection to which its request is relayed. */
    private static final int PER_CONNECTION = 2;

    private static final int DEFAULT_SHARE = 4;

    /**
     * Returns the current budget of this process.
     *
     * @param reserved by default a quarter of the limit
     * @throws IllegalArgumentException if it is negative
     */
    static DescriptorBudget ofProcess(OptionalInt reserved) {
        if (reserved.orElse(0) < 0) {
            throw new IllegalArgumentException(
                    "webendpoints.gateway.reserved-descriptors is " + reserved.getAsInt() + "; it must be 0 or more");
        }
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        if (system instanceof UnixOperatingSystemMXBean unix && unix.getMaxFileDescriptorCount() > 0) {
            long limit = unix.getMaxFileDescriptorCount();
            return of(limit, unix.getOpenFileDescriptorCount(), reserved);
        }
        return new DescriptorBudget(Long.MAX_VALUE, 0, 0);
    }

    static DescriptorBudget of(long limit, long open, OptionalInt reserved) {
        return new DescriptorBudget(limit, open, reserved.isPresent() ? reserved.getAsInt() : limit / DEFAULT_SHARE);
    }

    /** Returns how many client connections may be open: the configured number, or fewer, but at least one. */
    int connections(int configured) {
        long allowed = Math.max(1, (limit - open - reserved) / PER_CONNECTION);
        return (int) Math.min(configured, allowed);
    }
}
