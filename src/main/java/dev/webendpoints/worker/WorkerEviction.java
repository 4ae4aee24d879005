package dev.webendpoints.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jboss.logging.Logger;

/**
 * Frees capacity for functions without a worker when the worker limit is reached. Stops the workers that have been idle
 * the longest; without idle workers, a version that is being replaced yields to its successor. Not thread-safe.
 */
final class WorkerEviction {

    private static final Logger LOG = Logger.getLogger(WorkerEviction.class);

    private static final Duration SAY_FULL_EVERY = Duration.ofMinutes(1);

    private final WorkerCapacity capacity;
    private Instant saidFullAt = Instant.MIN;

    private record Idle(FunctionPool group, String workerId, Instant since) {}

    WorkerEviction(WorkerCapacity capacity) {
        this.capacity = capacity;
    }

    /**
     * Called periodically.
     *
     * @param groups groups that may start workers, by the name that they pass to {@link WorkerCapacity#takeFirst}
     * @param ending number of workers that are about to exit and free their capacity
     */
    void onTick(Map<String, FunctionPool> groups, int ending, Instant now) {
        Set<String> missing = capacity.takeMissing();
        int wanted = missing.size() - ending;
        if (wanted <= 0) {
            return;
        }
        List<Idle> idle = longestIdle(groups, missing, wanted);
        if (idle.size() < wanted) {
            sayFull(missing.size(), now);
        }
        idle.forEach(one -> one.group().evictIdle(one.workerId()));
        missing.stream()
                .map(groups::get)
                .filter(Objects::nonNull)
                .limit(wanted - idle.size())
                .forEach(FunctionPool::yieldToSuccessor);
    }

    private static List<Idle> longestIdle(Map<String, FunctionPool> groups, Set<String> missing, int count) {
        return groups.entrySet().stream()
                .filter(group -> !missing.contains(group.getKey()))
                .flatMap(group -> group.getValue().dispensable().entrySet().stream()
                        .map(worker -> new Idle(group.getValue(), worker.getKey(), worker.getValue())))
                .sorted(Comparator.comparing(Idle::since))
                .limit(count)
                .toList();
    }

    private void sayFull(int waiting, Instant now) {
        if (now.isAfter(saidFullAt.plus(SAY_FULL_EVERY))) {
            saidFullAt = now;
            LOG.warnf(
                    "Worker limit reached, no idle worker to evict: functions=%d webendpoints.workers.limit=%d",
                    waiting, capacity.limit());
        }
    }
}
