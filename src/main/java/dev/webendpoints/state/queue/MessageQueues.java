package dev.webendpoints.state.queue;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.database.WaitSignals;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.QuotaExceeded;
import dev.webendpoints.state.StateConfig;
import dev.webendpoints.state.StateKind;
import dev.webendpoints.state.StateNotFound;
import dev.webendpoints.state.StateObjects;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/**
 * The queues of a workspace. A caller may wait for items: a put on this server wakes it immediately, one on another server
 * within a second. Each method fails with {@link StateNotFound} without the queue.
 */
@ApplicationScoped
public class MessageQueues {

    private static final long POLL_MILLIS = 1_000;

    private final QueueItems items;
    private final StateObjects objects;
    private final StateConfig config;
    private final WaitSignals signals;

    /** Number of waiting callers by workspace. */
    private final Map<String, Integer> waiting = new ConcurrentHashMap<>();

    MessageQueues(QueueItems items, StateObjects objects, StateConfig config, Vertx vertx) {
        this.items = items;
        this.objects = objects;
        this.config = config;
        this.signals = new WaitSignals(vertx);
    }

    /**
     * Puts all items or none.
     *
     * @param key of the partition; empty for the default one
     * @param life time after which the partition ends if nothing more is put
     * @throws QueueFull by the Uni
     * @throws QuotaExceeded by the Uni
     * @throws dev.webendpoints.failure.TooLarge by the Uni
     */
    public Uni<Void> put(Caller caller, String queueId, byte[] key, List<byte[]> values, Duration life) {
        return items.put(caller, queueId, key, values, life).invoke(() -> signals.signal(place(queueId, key)));
    }

    /**
     * Removes the oldest items and returns them, as soon as there is one, at the latest after {@code patience}.
     *
     * @throws QuotaExceeded by the Uni, if too many callers wait
     */
    public Uni<List<QueueItem>> take(Caller caller, String queueId, byte[] key, int most, Duration patience) {
        int limit = Math.max(1, Math.min(most, QueueItems.MOST_ITEMS));
        return await(caller, queueId, key, patience, () -> items.take(caller, queueId, key, limit));
    }

    /** Returns items after one, without removing them; otherwise as {@link #take}. @param after 0 for the first ones */
    public Uni<List<QueueItem>> read(Caller caller, String queueId, byte[] key, long after, Duration patience) {
        return await(caller, queueId, key, patience, () -> items.read(caller, queueId, key, after));
    }

    private Uni<List<QueueItem>> await(
            Caller caller, String queueId, byte[] key, Duration patience, Supplier<Uni<List<QueueItem>>> step) {
        long deadline = System.nanoTime() + patience.toNanos();
        return Uni.createFrom()
                .item(() -> {
                    QueueItems.requireKey(key);
                    return key;
                })
                .chain(() -> require(caller, queueId))
                .chain(() -> patience.isZero() || patience.isNegative()
                        ? step.get()
                        : counted(caller, () -> next(place(queueId, key), deadline, step)));
    }

    private Uni<List<QueueItem>> next(String place, long deadline, Supplier<Uni<List<QueueItem>>> step) {
        WaitSignals.Wait wait = signals.await(place);
        return step.get()
                .onFailure()
                .invoke(wait::close)
                .onCancellation()
                .invoke(wait::close)
                .chain(found -> {
                    long left = (deadline - System.nanoTime()) / 1_000_000;
                    if (!found.isEmpty() || left <= 0) {
                        wait.close();
                        return Uni.createFrom().item(found);
                    }
                    return Uni.createFrom()
                            .completionStage(() ->
                                    wait.signaled(Math.min(left, POLL_MILLIS)).toCompletionStage())
                            .chain(() -> next(place, deadline, step));
                });
    }

    private <T> Uni<T> counted(Caller caller, Supplier<Uni<T>> wait) {
        int now = waiting.merge(caller.workspaceId(), 1, Integer::sum);
        Uni<T> counted = now > config.maxWorkspaceWaiters()
                ? Uni.createFrom().item(() -> {
                    QuotaExceeded.require(
                            now,
                            config.maxWorkspaceWaiters(),
                            "callers that wait for items of queues",
                            "webendpoints.state.max-workspace-waiters");
                    return null;
                })
                : Uni.createFrom().deferred(wait::get);
        return counted.onTermination()
                .invoke(() -> waiting.computeIfPresent(
                        caller.workspaceId(), (id, count) -> count == 1 ? null : (Integer) (count - 1)));
    }

    /** @param key null for all partitions */
    public Uni<QueueSize> size(Caller caller, String queueId, byte[] key) {
        return require(caller, queueId).chain(() -> items.size(caller, queueId, key));
    }

    /** @param key null for all partitions */
    public Uni<Void> clear(Caller caller, String queueId, byte[] key) {
        return require(caller, queueId).chain(() -> items.clear(caller, queueId, key));
    }

    private Uni<Void> require(Caller caller, String queueId) {
        return objects.byId(caller, StateKind.QUEUE, queueId).replaceWithVoid();
    }

    private static String place(String queueId, byte[] key) {
        return queueId + "/" + Base64.getEncoder().encodeToString(key);
    }
}
