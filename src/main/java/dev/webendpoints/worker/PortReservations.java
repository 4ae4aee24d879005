package dev.webendpoints.worker;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ports reserved by workers that share the machine's network, from a worker's start until its last process has exited.
 * If two functions used the same port, one would receive the other's requests.
 */
final class PortReservations {

    private record Holder(String functionId, Set<Integer> ports) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Holder> byWorker = new HashMap<>();

    /**
     * Reserves all ports of the worker's version, or none. Workers of one function may hold the same port: their group
     * starts them one after the other.
     *
     * @return a port that a worker of another function holds; empty if the reservation succeeded
     */
    OptionalInt take(String functionId, Worker worker) {
        Set<Integer> wanted = RequiredPorts.of(worker.version);
        lock.lock();
        try {
            OptionalInt held = byWorker.values().stream()
                    .filter(holder -> !holder.functionId().equals(functionId))
                    .flatMap(holder -> holder.ports().stream())
                    .filter(wanted::contains)
                    .mapToInt(Integer::intValue)
                    .findFirst();
            if (held.isEmpty() && !wanted.isEmpty()) {
                byWorker.put(worker.id, new Holder(functionId, wanted));
            }
            return held;
        } finally {
            lock.unlock();
        }
    }

    void giveBack(Worker worker) {
        lock.lock();
        try {
            byWorker.remove(worker.id);
        } finally {
            lock.unlock();
        }
    }
}
