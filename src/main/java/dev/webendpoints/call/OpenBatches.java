package dev.webendpoints.call;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import dev.webendpoints.lease.Pools;
import io.vertx.core.Context;
import io.vertx.core.Future;

/** The batches that take more inputs. Confined to the dispatcher's event loop. */
final class OpenBatches {

    private record Key(String queue, String definitionId, String method) {}

    private final Context loop;
    private final Pools pools;
    private final WorkerRequests requests;
    private final Supplier<Future<Void>> room;
    private final Map<Key, InputBatch> open = new HashMap<>();

    /** @param room completes when more outputs may be written */
    OpenBatches(Context loop, Pools pools, WorkerRequests requests, Supplier<Future<Void>> room) {
        this.loop = loop;
        this.pools = pools;
        this.requests = requests;
        this.room = room;
    }

    /** Adds an input whose function was looked up to a batch of its queue, version and method. */
    void add(InputRun run) {
        Key key = new Key(
                run.input().queue(), run.function().definitionId(), run.input().method());
        open.computeIfAbsent(
                        key,
                        absent -> new InputBatch(
                                run.function(), loop, pools, requests, room, closed -> open.remove(key, closed)))
                .add(run);
    }
}
