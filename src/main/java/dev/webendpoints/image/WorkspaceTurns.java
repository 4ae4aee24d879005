package dev.webendpoints.image;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shares build slots between workspaces: they take turns, and if there are several slots, no workspace holds all of
 * them, so that a build of one workspace never waits for the queue of another. Thread-safe; does not block.
 */
final class WorkspaceTurns {

    private final ExecutorService threads;
    private final int slots;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Queue<Runnable>> waiting = new LinkedHashMap<>();
    private final Map<String, Integer> held = new HashMap<>();
    private int running;

    /** @param threads has at least as many threads as there are slots */
    WorkspaceTurns(ExecutorService threads, int slots) {
        this.threads = threads;
        this.slots = slots;
    }

    /** @return how many builds run or wait before this one; 0 if it has a slot */
    int execute(String workspaceId, Runnable work) {
        lock.lock();
        try {
            waiting.computeIfAbsent(workspaceId, ignored -> new ArrayDeque<>()).add(work);
            int ahead = ahead(workspaceId);
            fillSlots();
            Queue<Runnable> rest = waiting.get(workspaceId);
            return rest != null && rest.contains(work) ? ahead : 0;
        } finally {
            lock.unlock();
        }
    }

    /** Counts for the last build of the workspace's queue; other workspaces have one turn for each of its turns. */
    private int ahead(String workspaceId) {
        int turns = waiting.get(workspaceId).size();
        return running
                + waiting.entrySet().stream()
                        .mapToInt(queue -> queue.getKey().equals(workspaceId)
                                ? turns - 1
                                : Math.min(queue.getValue().size(), turns))
                        .sum();
    }

    private void fillSlots() {
        while (running < slots && !threads.isShutdown()) {
            Optional<String> next = next();
            if (next.isEmpty()) {
                return;
            }
            start(next.get());
        }
    }

    private Optional<String> next() {
        int share = Math.max(1, slots - 1);
        return waiting.keySet().stream()
                .filter(workspaceId -> held.getOrDefault(workspaceId, 0) < share)
                .findFirst();
    }

    /** Moves the workspace to the end of the queue if it has further work. */
    private void start(String workspaceId) {
        Queue<Runnable> queue = waiting.remove(workspaceId);
        Runnable work = queue.remove();
        if (!queue.isEmpty()) {
            waiting.put(workspaceId, queue);
        }
        running++;
        held.merge(workspaceId, 1, Integer::sum);
        threads.execute(() -> {
            try {
                work.run();
            } finally {
                release(workspaceId);
            }
        });
    }

    private void release(String workspaceId) {
        lock.lock();
        try {
            running--;
            held.computeIfPresent(workspaceId, (id, count) -> count == 1 ? null : count - 1);
            fillSlots();
        } finally {
            lock.unlock();
        }
    }
}
