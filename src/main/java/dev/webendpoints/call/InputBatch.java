package dev.webendpoints.call;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import dev.webendpoints.call.store.CallStatus;
import dev.webendpoints.call.store.InputOutcome;
import dev.webendpoints.function.FunctionSpec.Batching;
import dev.webendpoints.lease.Lease;
import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.lease.LeaseWaiter;
import dev.webendpoints.lease.Pools;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * Inputs that one worker gets in one request, with one lease ({@code @modal.batched}). The first input waits for others
 * until the batch is full or its time has passed, and then for a lease, during which others still join. Each input has an
 * output of its own. An input that is canceled leaves the batch, unless it was sent: then its result is ignored, and the
 * code is canceled when no other input is left. Confined to the dispatcher's event loop.
 */
final class InputBatch implements LeaseWaiter, ResponseFrames.Listener {

    private static final Logger LOG = Logger.getLogger(InputBatch.class);

    /** Size of the arguments at which a batch is full: they wait in memory. */
    private static final long FULL_BYTES = 16L << 20;

    private final CalledFunction function;
    private final Batching rules;
    private final Context loop;
    private final Pools pools;
    private final WorkerRequests requests;
    private final Supplier<Future<Void>> room;
    private final Consumer<InputBatch> onClosed;

    /** In the order of the results once they were sent. */
    private final List<InputRun> runs = new ArrayList<>();

    private long bytes;
    private Runnable cancelWait = () -> {};
    private boolean asked;
    private Lease lease;
    private WorkerRequests.Sent sent;
    private long timer = -1;
    private int answered;
    private boolean ended;

    /**
     * @param room completes when more outputs may be written
     * @param onClosed called when the batch takes no more inputs
     */
    InputBatch(
            CalledFunction function,
            Context loop,
            Pools pools,
            WorkerRequests requests,
            Supplier<Future<Void>> room,
            Consumer<InputBatch> onClosed) {
        this.function = function;
        this.rules = function.spec().batching();
        this.loop = loop;
        this.pools = pools;
        this.requests = requests;
        this.room = room;
        this.onClosed = onClosed;
    }

    void add(InputRun run) {
        runs.add(run);
        bytes += run.args().length;
        run.onJoined(this);
        if (runs.size() >= rules.maxSize() || bytes >= FULL_BYTES) {
            onClosed.accept(this);
            askForLease();
        } else if (runs.size() == 1 && !asked) {
            timer = loop.owner().setTimer(Math.max(1, rules.lingerMs()), late -> askForLease());
        }
    }

    private void askForLease() {
        if (!asked && !ended) {
            asked = true;
            cancelTimer();
            InputRun first = runs.get(0);
            cancelWait = pools.lease(
                    first.input().key(function.definitionId()),
                    Pools.CALLS,
                    first.input().runId(),
                    this);
        }
    }

    // The lease --------------------------------------------------------------------------------------------------

    @Override
    public void onLease(Lease granted) {
        onLoop(() -> {
            if (ended) {
                granted.release();
                return;
            }
            lease = granted;
            onClosed.accept(this);
            runs.forEach(InputRun::leaveQueue);
            timer = loop.owner().setTimer(function.timeout().toMillis(), late -> onTimeout());
            sent = requests.sendAll(granted, runs, this, () -> onLoop(() -> runs.forEach(InputRun::dropArgs)));
        });
    }

    @Override
    public void onRefused(LeaseRefusal refusal) {
        onLoop(() -> endAll(RunEnding.of(refusal)));
    }

    private void onTimeout() {
        if (!ended) {
            endAll(new RunEnding.Ended(
                    InputOutcome.of(CallStatus.TIMEOUT, function.timeoutSentence(), "", lease.workerId())));
            lease.cancel();
            sent.abort();
        }
    }

    /** An input of the batch has ended, possibly in another way than by the worker's answer. */
    void onRunEnded(InputRun run) {
        if (ended) {
            return;
        }
        if (lease == null) {
            runs.remove(run);
            bytes -= run.size();
            if (runs.isEmpty()) {
                end();
            }
        } else if (answered < runs.size() && runs.stream().allMatch(InputRun::isEnded)) {
            end();
            lease.cancel();
            sent.abort();
        }
    }

    // The response -----------------------------------------------------------------------------------------------

    @Override
    public Future<Void> onPart(CallStatus status, int format, Buffer message, Buffer data) {
        if (ended) {
            return Future.succeededFuture();
        }
        if (answered == runs.size()) {
            return Future.failedFuture("more results than inputs");
        }
        InputRun run = runs.get(answered++);
        run.end(new RunEnding.Ended(new InputOutcome(status, format, message, data, lease.workerId())));
        return room.get();
    }

    @Override
    public void onResult(CallStatus status, int format, Buffer message, Buffer data) {
        onLoop(() -> {
            if (!ended && answered < runs.size()) {
                onLost(new IllegalStateException("the worker sent fewer results than inputs"));
            } else if (!ended) {
                end();
                lease.release();
            }
        });
    }

    @Override
    public Future<Void> onChunk(int format, Buffer data) {
        return Future.failedFuture("a batch has no values of a generator");
    }

    @Override
    public void onTooLarge(long size) {
        onLoop(() -> {
            if (!ended) {
                endAll(new RunEnding.Ended(RunEnding.tooLarge(size, lease.workerId())));
                lease.cancel();
            }
        });
    }

    @Override
    public void onLost(Throwable cause) {
        onLoop(() -> {
            if (!ended) {
                LOG.debugf(cause, "Worker of a batch lost: inputs=%d worker=%s", runs.size(), lease.workerId());
                endAll(new RunEnding.WorkerLost(lease, true));
                lease.abandon();
            }
        });
    }

    /** Ends the inputs that have not ended. */
    private void endAll(RunEnding ending) {
        if (!ended) {
            end();
            List.copyOf(runs).forEach(run -> run.end(ending));
        }
    }

    private void end() {
        ended = true;
        cancelWait.run();
        cancelTimer();
        onClosed.accept(this);
    }

    private void cancelTimer() {
        if (timer >= 0) {
            loop.owner().cancelTimer(timer);
            timer = -1;
        }
    }

    private void onLoop(Runnable step) {
        DispatcherLoop.run(loop, step);
    }
}
