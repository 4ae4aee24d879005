package dev.webendpoints.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.webendpoints.call.store.CallStatus;
import dev.webendpoints.call.store.CallStore;
import dev.webendpoints.call.store.ClaimedInput;
import dev.webendpoints.call.store.InputOutcome;
import dev.webendpoints.database.WaitSignals;
import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.lease.Pools;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;

/**
 * Runs inputs on workers: each {@link CallQueue} claims some, an {@link InputRun} runs one, and the {@link OutputWriter}
 * writes how they end. Its state is confined to one event loop.
 */
@ApplicationScoped
public class CallDispatcher {

    private static final Logger LOG = Logger.getLogger(CallDispatcher.class);

    /** Number of workers that may die while they run an input: it is then taken for the cause. */
    private static final int MAX_DEATHS = 3;

    /** Until a call by the function's own code is taken to wait for its caller. */
    private static final long SELF_CALL_MILLIS = 2_000;

    /** The divisor of the heap that arguments on their way to workers may take. */
    private static final int SHARE_OF_HEAP = 4;

    private static final Duration PAUSE_AFTER_DEATH = Duration.ofMillis(100);

    private static final long RETRY_MILLIS = 1_000;

    /** Between two looks at why a worker has ended, and the most looks. */
    private static final long LOOK_MILLIS = 100;

    private static final int LOOKS_AT_REASON = 20;

    /** Above this number, those that have nothing to do are forgotten. */
    private static final int MOST_IDLE_QUEUES = 10_000;

    private final Vertx vertx;
    private final Pools pools;
    private final CalledFunctions functions;
    private final CallStore store;
    private final WaitSignals signals;
    private final OutputWriter outputs;
    private final WorkerRequests workers;
    private final OpenBatches batches;
    private final ServerPresence presence;
    private final PayloadMemory memory = new PayloadMemory(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    private final Context loop;
    private final Map<String, CallQueue> queues = new HashMap<>();
    private final Map<String, InputRun> runs = new HashMap<>();
    private boolean stopping;

    CallDispatcher(Vertx vertx, Pool pool, Pools pools, CalledFunctions functions, FunctionCallsConfig config) {
        this.vertx = vertx;
        this.pools = pools;
        this.functions = functions;
        this.presence = new ServerPresence(vertx, pool, this);
        this.store = CallStore.of(pool, presence.serverId());
        this.signals = new WaitSignals(vertx);
        this.outputs = new OutputWriter(
                store.inputs(), vertx, config.resultsKept(), finished -> signals.signal(finished.callId()));
        this.workers = new WorkerRequests(
                vertx, (int) Math.min(Integer.MAX_VALUE, config.maxPayload().asLongValue()));
        this.loop = vertx.getOrCreateContext();
        this.batches = new OpenBatches(loop, pools, workers, outputs::room);
    }

    CallStore store() {
        return store;
    }

    /** Returns the store in a transaction. */
    CallStore storeIn(SqlClient transaction) {
        return CallStore.of(transaction, presence.serverId());
    }

    WaitSignals signals() {
        return signals;
    }

    /** Starts to run inputs, also those that waited when the server stopped. Returns immediately. */
    public void start() {
        functions.start(() -> loop.runOnContext(ignored -> presence.look()));
        loop.runOnContext(ignored -> presence.start());
    }

    /** Ends all runs; their inputs wait for another server, or for the next start of this one. */
    public CompletionStage<Void> stop() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        loop.runOnContext(ignored -> {
            stopping = true;
            queues.values().forEach(CallQueue::close);
            new ArrayList<>(runs.values()).forEach(InputRun::interrupt);
            presence.stop().onComplete(done -> {
                workers.close();
                stopped.complete(null);
            });
        });
        return stopped;
    }

    /** Calls {@code step} on the event loop to which the queues are confined. */
    void onLoop(Runnable step) {
        loop.runOnContext(ignored -> step.run());
    }

    // On the event loop ------------------------------------------------------------------------------------------

    /** Wakes a queue: it may have inputs. */
    void wake(String queue) {
        if (!stopping) {
            queue(queue).wake();
        }
    }

    CallQueue queue(String name) {
        if (queues.size() > MOST_IDLE_QUEUES) {
            queues.values().removeIf(CallQueue::isIdle);
        }
        return queues.computeIfAbsent(name, key -> new CallQueue(key, store.inputs(), vertx, memory, this::run));
    }

    private void run(ClaimedInput claimed) {
        ClaimedInput input = claimed.withoutArgs();
        CallQueue queue = queue(input.queue());
        InputRun run = new InputRun(
                claimed, memory, loop, store.outputs(), signals, queue::onLeft, ending -> onEnd(input, ending));
        runs.put(input.id(), run);
        if (stopping) {
            run.interrupt();
        } else {
            FunctionKey key = input.key("");
            Future<CalledFunction> lookup = functions.find(input.workspaceId(), key.functionId(), key.variant());
            lookup.onSuccess(found -> onLoop(() -> queue.onFound(found.spec().batching())));
            run.start(lookup, pools, workers, batches);
        }
    }

    /** Ends these inputs as terminated, wherever they run. Completes when that is written. May be called on any thread. */
    Future<Void> terminate(List<String> inputIds, String sentence) {
        Promise<Void> written = Promise.promise();
        AtomicInteger left = new AtomicInteger(inputIds.size());
        onLoop(() -> inputIds.forEach(id ->
                outputs.write(id, InputOutcome.of(CallStatus.TERMINATED, sentence, "", null), () -> {
                    cancelRun(id);
                    if (left.decrementAndGet() == 0) {
                        written.complete();
                    }
                })));
        return inputIds.isEmpty() ? Future.succeededFuture() : written.future();
    }

    /**
     * An input that runs has called its own function, which may wait for it for ever. The app's log says so after a
     * moment, in which another worker may have become free.
     */
    void onCalledBy(String parentInputId, String queue) {
        InputRun parent = runs.get(parentInputId);
        if (parent != null && parent.input().queue().equals(queue)) {
            FunctionKey key = parent.input().key(parent.function().definitionId());
            vertx.setTimer(SELF_CALL_MILLIS, timer -> pools.explainWait(key));
        }
    }

    /** Stops the workers of functions that are not served any more. */
    void retire(List<String> functionIds) {
        functionIds.stream().filter(id -> pools.workers(id) > 0).forEach(pools::retire);
    }

    /** Cancels the runs of inputs that do not belong to this server any more. */
    void cancelRuns(List<String> inputIds) {
        inputIds.forEach(this::cancelRun);
    }

    private void cancelRun(String inputId) {
        InputRun run = runs.get(inputId);
        if (run != null) {
            run.cancel();
        }
    }

    List<String> running() {
        return List.copyOf(runs.keySet());
    }

    private void onEnd(ClaimedInput input, RunEnding ending) {
        InputRun run = runs.remove(input.id());
        if (ending instanceof RunEnding.Ended ended) {
            onOutcome(input, run.function(), ended.outcome());
        } else if (ending instanceof RunEnding.WorkerLost lost) {
            onWorkerLost(input, lost);
        } else if (ending instanceof RunEnding.NotStarted notStarted) {
            requeue(input, input.failures(), input.deaths(), Duration.ofMillis(notStarted.retryMillis()));
        }
    }

    private void onOutcome(ClaimedInput input, CalledFunction function, InputOutcome outcome) {
        boolean failed = outcome.status() == CallStatus.FAILURE || outcome.status() == CallStatus.TIMEOUT;
        int failures = input.failures() + 1;
        if (failed && function != null && function.retries().allows(failures)) {
            requeue(input, failures, input.deaths(), function.retries().delay(failures));
        } else {
            outputs.write(input.id(), outcome, () -> {});
        }
    }

    private void onWorkerLost(ClaimedInput input, RunEnding.WorkerLost lost) {
        int deaths = input.deaths() + 1;
        if (stopping) {
            requeue(input, input.failures(), input.deaths(), Duration.ZERO);
        } else if (!lost.resumable()) {
            failOnceExplained(input, lost, "The worker ended while the generator was running", LOOKS_AT_REASON);
        } else if (deaths >= MAX_DEATHS) {
            String sentence = "The worker that ran this input ended " + deaths + " times";
            failOnceExplained(input, lost, sentence, LOOKS_AT_REASON);
        } else {
            LOG.infof("Worker of an input ended, input runs again: input=%s worker=%s", input.id(), lost.workerId());
            requeue(input, input.failures(), deaths, PAUSE_AFTER_DEATH);
        }
    }

    /** A connection ends before it is known why its worker has. */
    private void failOnceExplained(ClaimedInput input, RunEnding.WorkerLost lost, String what, int looks) {
        Optional<String> reason = lost.lease().endReason();
        if (reason.isEmpty() && looks > 0) {
            vertx.setTimer(LOOK_MILLIS, timer -> failOnceExplained(input, lost, what, looks - 1));
            return;
        }
        String sentence = what + reason.map(why -> ": " + why).orElse("") + ". The app's log may say more.";
        outputs.write(input.id(), InputOutcome.of(CallStatus.FAILURE, sentence, "", lost.workerId()), () -> {});
    }

    private void requeue(ClaimedInput input, int failures, int deaths, Duration delay) {
        store.inputs()
                .requeue(input.id(), failures, deaths, delay)
                .onComplete(
                        done -> vertx.setTimer(delay.toMillis() + 1, timer -> wake(input.queue())),
                        failure -> vertx.setTimer(RETRY_MILLIS, timer -> requeue(input, failures, deaths, delay)));
    }
}
