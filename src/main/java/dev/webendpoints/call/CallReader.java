package dev.webendpoints.call;

import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.FunctionNotFound;
import dev.webendpoints.call.store.CallGraphNode;
import dev.webendpoints.call.store.CallInfo;
import dev.webendpoints.call.store.CallNotFound;
import dev.webendpoints.call.store.CallOutputs;
import dev.webendpoints.call.store.CallReport;
import dev.webendpoints.call.store.CallStore;
import dev.webendpoints.call.store.GeneratorChunks;
import dev.webendpoints.call.store.OutputRange;
import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.database.WaitSignals;
import dev.webendpoints.lease.Pools;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Reads the outputs of calls, and what has become of them. A workspace reaches its own calls only. */
@ApplicationScoped
public class CallReader {

    /** The longest wait for an output of another server. */
    private static final long POLL_MILLIS = 1_000;

    private static final long NANOS_IN_A_MILLISECOND = 1_000_000;

    /** How long the outputs of an awaited call are kept after they were read: the answer may have been lost. */
    private static final Duration KEPT_AFTER_READ = Duration.ofMinutes(10);

    /** Maximum number of values of a generator that are read at a time. */
    private static final int VALUES_AT_ONCE = 32;

    /** Maximum number of inputs in a graph. */
    private static final int GRAPH_LIMIT = 1_000;

    /** Larger data is fetched by itself; the client's own limit. */
    private static final int INLINE_LIMIT = 2 << 20;

    /** Outputs are read until their data exceeds this size. */
    private static final long ANSWER_LIMIT = 8L << 20;

    private final CallStore store;
    private final WaitSignals signals;
    private final CalledFunctions functions;
    private final Pools pools;

    CallReader(CallDispatcher dispatcher, CalledFunctions functions, Pools pools) {
        this.store = dispatcher.store();
        this.signals = dispatcher.signals();
        this.functions = functions;
        this.pools = pools;
    }

    /** A function's inputs that wait and run, and its workers on this server. */
    public record Stats(int waiting, int running, int workers) {}

    /**
     * Returns outputs, as soon as there is one, at the latest after {@code patience}. Data above 2 MiB is left out.
     *
     * @param release whether the caller does not ask again once all are read
     * @throws CallNotFound by the Uni
     */
    public Uni<CallOutputs> outputs(
            String workspaceId, String callId, OutputRange range, Duration patience, boolean release) {
        long deadline = System.nanoTime() + patience.toNanos();
        return ReactiveCalls.answer(() -> awaitOutputs(workspaceId, callId, range, deadline)
                .onSuccess(found -> {
                    if (release && found.unfinished() == 0 && !found.items().isEmpty()) {
                        store.calls().release(workspaceId, callId, KEPT_AFTER_READ);
                    }
                }));
    }

    private Future<CallOutputs> awaitOutputs(String workspaceId, String callId, OutputRange range, long deadline) {
        WaitSignals.Wait wait = signals.await(callId);
        return store.outputs()
                .outputs(workspaceId, callId, range, INLINE_LIMIT, ANSWER_LIMIT)
                .onFailure(failure -> wait.close())
                .compose(found -> {
                    long left = (deadline - System.nanoTime()) / NANOS_IN_A_MILLISECOND;
                    if (!found.items().isEmpty() || left <= 0) {
                        wait.close();
                        return Future.succeededFuture(found);
                    }
                    return wait.signaled(Math.min(left, POLL_MILLIS))
                            .compose(signaled -> awaitOutputs(workspaceId, callId, range, deadline));
                });
    }

    /** Returns the data of an output, whose input's id is the right to read it. Null if there is none. */
    public Uni<Buffer> data(String inputId) {
        return ReactiveCalls.answer(() -> store.outputs().data(inputId));
    }

    /**
     * Returns what a generator has yielded after a value; waits a moment if there is nothing yet, and may then have none.
     *
     * @throws CallNotFound by the Uni
     */
    public Uni<GeneratorChunks> chunks(String workspaceId, String callId, long after) {
        return ReactiveCalls.answer(() -> {
            WaitSignals.Wait wait = signals.await(callId);
            return chunksNow(workspaceId, callId, after)
                    .onFailure(failure -> wait.close())
                    .compose(found -> {
                        if (!found.values().isEmpty() || found.ended()) {
                            wait.close();
                            return Future.succeededFuture(found);
                        }
                        return wait.signaled(POLL_MILLIS).compose(signaled -> chunksNow(workspaceId, callId, after));
                    });
        });
    }

    /** Values are written before the output, so that there are no more once the call has ended. */
    private Future<GeneratorChunks> chunksNow(String workspaceId, String callId, long after) {
        return store.calls()
                .find(workspaceId, callId)
                .compose(call -> store.outputs()
                        .chunks(workspaceId, callId, after, VALUES_AT_ONCE)
                        .map(found ->
                                new GeneratorChunks(found, found.size() < VALUES_AT_ONCE && call.unfinished() == 0)));
    }

    /** @throws CallNotFound by the Uni */
    public Uni<CallInfo> find(String workspaceId, String callId) {
        return ReactiveCalls.answer(() -> store.calls().find(workspaceId, callId));
    }

    /** @throws CallNotFound by the Uni */
    public Uni<CallReport> report(String workspaceId, String callId) {
        return ReactiveCalls.answer(() -> store.calls().report(workspaceId, callId));
    }

    /** Returns the call with those that its inputs made, and so on. @throws CallNotFound by the Uni */
    public Uni<List<CallGraphNode>> graph(String workspaceId, String callId) {
        return ReactiveCalls.answer(() -> store.calls().graph(workspaceId, callId, GRAPH_LIMIT));
    }

    /** @throws FunctionNotFound by the Uni */
    public Uni<Stats> stats(String workspaceId, String functionId) {
        return ReactiveCalls.answer(() -> functions
                .find(workspaceId, functionId, "")
                .compose(function -> store.lookups().countOf(workspaceId, functionId))
                .map(inputs -> new Stats(inputs.waiting(), inputs.running(), pools.workers(functionId))));
    }
}
