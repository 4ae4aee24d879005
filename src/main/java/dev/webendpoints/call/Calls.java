package dev.webendpoints.call;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.FunctionNotFound;
import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.database.WaitSignals;
import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.TooLarge;
import dev.webendpoints.identity.RandomId;
import dev.webendpoints.lease.Pools;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/** Calls of functions: started, fed with inputs, awaited, canceled. A workspace reaches its own calls only. */
@ApplicationScoped
public class Calls {

    /** The longest wait for an output of another server. */
    private static final long POLL_MILLIS = 1_000;

    /** How long the outputs of an awaited call are kept after they were read: the answer may have been lost. */
    private static final Duration REST = Duration.ofMinutes(10);

    /** Maximum number of chunks of a generator that are read at a time. */
    private static final int CHUNKS = 32;

    private static final int GRAPH_LIMIT = 1_000;
    private static final int INLINE_LIMIT = 2 << 20;
    private static final long ANSWER_LIMIT = 8L << 20;
    private static final int CANCEL_BATCH = 10_000;

    private final CallDispatcher dispatcher;
    private final CalledFunctions functions;
    private final Pools pools;
    private final FunctionCallsConfig config;

    Calls(CallDispatcher dispatcher, CalledFunctions functions, Pools pools, FunctionCallsConfig config) {
        this.dispatcher = dispatcher;
        this.functions = functions;
        this.pools = pools;
        this.config = config;
    }

    /** @param inputIds in the order of the inputs */
    public record Started(String callId, List<String> inputIds) {}

    /** A function's inputs that wait and run, and its workers on this server. */
    public record Stats(int waiting, int running, int workers) {}

    // Start ------------------------------------------------------------------------------------------------------

    /**
     * Starts a call. An input that need not wait behind others runs immediately.
     *
     * @throws FunctionNotFound by the Uni
     * @throws TooLarge by the Uni
     * @throws dev.webendpoints.identity.QuotaExceeded by the Uni
     */
    public Uni<Started> start(String workspaceId, StartedCall call, List<NewInput> inputs) {
        return answer(() -> {
            require(inputs);
            return functions
                    .find(workspaceId, call.functionId())
                    .compose(function ->
                            requireCallable(function).compose(callable -> insert(workspaceId, call, function, inputs)));
        });
    }

    private static Future<Void> requireCallable(CalledFunction function) {
        return function.spec().takesCalls()
                ? Future.succeededFuture()
                : Future.failedFuture(new InvalidRequest(
                        "'" + function.spec().tag() + "' is a web function: it is called by its URL"));
    }

    private Future<Started> insert(
            String workspaceId, StartedCall call, CalledFunction function, List<NewInput> inputs) {
        String id = RandomId.withPrefix("fc");
        boolean durable = !call.awaited();
        return dispatcher
                .calls()
                .insert(CallRows.newCall(id, workspaceId, function, call, config.resultsKept(), durable))
                .compose(inserted -> inputs.isEmpty()
                        ? Future.succeededFuture(List.<String>of())
                        : add(
                                workspaceId,
                                ClaimedInput.queue(call.functionId(), call.arguments()),
                                id,
                                inputs,
                                durable))
                .map(ids -> new Started(id, ids));
    }

    /**
     * Adds inputs to a call; those that it has already are left as they are. Returns their ids in the order of the
     * inputs.
     *
     * @throws CallNotFound by the Uni
     * @throws TooLarge by the Uni
     * @throws dev.webendpoints.identity.QuotaExceeded by the Uni
     */
    public Uni<List<String>> put(String workspaceId, String arguments, String callId, List<NewInput> inputs) {
        return answer(() -> {
            require(inputs);
            return dispatcher
                    .calls()
                    .find(workspaceId, callId)
                    .compose(call ->
                            add(workspaceId, ClaimedInput.queue(call.functionId(), arguments), callId, inputs, true));
        });
    }

    private void require(List<NewInput> inputs) {
        long largest = config.maxPayload().asLongValue();
        for (NewInput input : inputs) {
            if (input.args().length > largest) {
                throw new TooLarge("The arguments of a call may have at most " + largest
                        + " bytes (webendpoints.function-calls.max-payload), and these have " + input.args().length
                        + ".");
            }
        }
    }

    private Future<List<String>> add(
            String workspaceId, String queue, String callId, List<NewInput> inputs, boolean durable) {
        String[] ids = InputRows.newIds(inputs.size());
        if (inputs.size() == 1) {
            return addOne(workspaceId, queue, callId, inputs.get(0), ids[0], durable)
                    .map(done -> List.of(ids));
        }
        return dispatcher
                .inputs()
                .requireRoom(workspaceId, config.maxWaiting())
                .compose(room -> dispatcher.inputs().insert(callId, workspaceId, queue, inputs, ids, false, durable))
                .onSuccess(inserted -> dispatcher.onLoop(() -> dispatcher.wake(queue)))
                .compose(inserted -> dispatcher
                        .inputs()
                        .ids(callId, inputs.stream().map(NewInput::idx).toArray(Integer[]::new)));
    }

    /** Runs the input immediately if no other one waits: that saves it the way through the queue. */
    private Future<Void> addOne(
            String workspaceId, String queue, String callId, NewInput input, String id, boolean durable) {
        Promise<Void> added = Promise.promise();
        dispatcher.onLoop(() -> {
            CallQueue waiting = dispatcher.queue(queue);
            boolean reserved = waiting.reserve();
            Future<Void> room = reserved
                    ? Future.succeededFuture()
                    : dispatcher.inputs().requireRoom(workspaceId, config.maxWaiting());
            room.compose(enough -> dispatcher
                            .inputs()
                            .insert(callId, workspaceId, queue, List.of(input), new String[] {id}, reserved, durable))
                    .onComplete(
                            inserted -> {
                                added.complete();
                                if (reserved) {
                                    waiting.run(new ClaimedInput(
                                            id,
                                            callId,
                                            workspaceId,
                                            queue,
                                            input.idx(),
                                            input.method(),
                                            input.format(),
                                            input.args(),
                                            1,
                                            0,
                                            0));
                                } else {
                                    waiting.wake();
                                }
                            },
                            failure -> {
                                if (reserved) {
                                    waiting.onLeft();
                                }
                                added.fail(failure);
                            });
        });
        return added.future();
    }

    // Outputs ----------------------------------------------------------------------------------------------------

    /**
     * Returns outputs, as soon as there is one, at the latest after {@code patience}. Data above 2 MiB is left out.
     *
     * @param release whether the caller does not ask again once all are read
     * @throws CallNotFound by the Uni
     */
    public Uni<CallOutputs> outputs(
            String workspaceId, String callId, OutputRange range, Duration patience, boolean release) {
        long deadline = System.nanoTime() + patience.toNanos();
        return answer(() -> awaitOutputs(workspaceId, callId, range, deadline).onSuccess(found -> {
            if (release && found.unfinished() == 0 && !found.items().isEmpty()) {
                dispatcher.calls().release(workspaceId, callId, REST);
            }
        }));
    }

    private Future<CallOutputs> awaitOutputs(String workspaceId, String callId, OutputRange range, long deadline) {
        WaitSignals.Wait wait = dispatcher.signals().await(callId);
        return dispatcher
                .calls()
                .outputs(workspaceId, callId, range, INLINE_LIMIT, ANSWER_LIMIT)
                .onFailure(failure -> wait.close())
                .compose(found -> {
                    long left = (deadline - System.nanoTime()) / 1_000_000;
                    if (!found.items().isEmpty() || left <= 0) {
                        wait.close();
                        return Future.succeededFuture(new CallOutputs(found.unfinished(), found.items()));
                    }
                    return wait.signaled(Math.min(left, POLL_MILLIS))
                            .compose(signaled -> awaitOutputs(workspaceId, callId, range, deadline));
                });
    }

    /** Returns the data of an output, whose input's id is the right to read it. Null if there is none. */
    public Uni<Buffer> data(String inputId) {
        return answer(() -> dispatcher.calls().data(inputId));
    }

    /** Returns what a generator has yielded after a chunk, as soon as there is something or it has ended. */
    public Uni<GeneratorChunks> chunks(String workspaceId, String callId, long after) {
        return answer(() -> awaitChunks(workspaceId, callId, after));
    }

    private Future<GeneratorChunks> awaitChunks(String workspaceId, String callId, long after) {
        WaitSignals.Wait wait = dispatcher.signals().await(callId);
        return dispatcher
                .calls()
                .find(workspaceId, callId)
                .compose(call -> dispatcher
                        .calls()
                        .chunks(workspaceId, callId, after, CHUNKS)
                        .map(found -> new GeneratorChunks(found, found.size() < CHUNKS && call.unfinished() == 0)))
                .onFailure(failure -> wait.close())
                .compose(found -> {
                    if (!found.values().isEmpty() || found.ended()) {
                        wait.close();
                        return Future.succeededFuture(found);
                    }
                    return wait.signaled(POLL_MILLIS).compose(signaled -> awaitChunks(workspaceId, callId, after));
                });
    }

    // The rest ---------------------------------------------------------------------------------------------------

    /** @throws CallNotFound by the Uni */
    public Uni<CallInfo> find(String workspaceId, String callId) {
        return answer(() -> dispatcher.calls().find(workspaceId, callId));
    }

    /** @throws CallNotFound by the Uni */
    public Uni<CallReport> report(String workspaceId, String callId) {
        return answer(() -> dispatcher.calls().report(workspaceId, callId));
    }

    /** Ends all inputs of a call that have not ended. @throws CallNotFound by the Uni */
    public Uni<Void> cancel(String workspaceId, String callId) {
        return answer(() -> dispatcher
                .calls()
                .find(workspaceId, callId)
                .compose(call -> dispatcher.inputs().unfinished(workspaceId, callId, CANCEL_BATCH))
                .onSuccess(ids -> dispatcher.onLoop(() -> dispatcher.terminate(ids, "The function call was canceled.")))
                .mapEmpty());
    }

    /** Returns the call with those that its inputs made, and so on. @throws CallNotFound by the Uni */
    public Uni<List<CallGraphNode>> graph(String workspaceId, String callId) {
        return answer(() -> dispatcher.calls().graph(workspaceId, callId, GRAPH_LIMIT));
    }

    /** @throws FunctionNotFound by the Uni */
    public Uni<Stats> stats(String workspaceId, String functionId) {
        return answer(() -> functions
                .find(workspaceId, functionId)
                .compose(function -> dispatcher.inputs().stats(workspaceId, functionId, pools.workers(functionId))));
    }

    private static <T> Uni<T> answer(Supplier<Future<T>> call) {
        return ReactiveCalls.onCallersContext(() ->
                Future.<Void>succeededFuture().compose(ready -> call.get()).toCompletionStage());
    }
}
