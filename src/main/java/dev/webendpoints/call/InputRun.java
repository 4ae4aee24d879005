package dev.webendpoints.call;

import java.util.function.Consumer;

import org.jboss.logging.Logger;

import dev.webendpoints.app.FunctionNotFound;
import dev.webendpoints.call.store.CallStatus;
import dev.webendpoints.call.store.ClaimedInput;
import dev.webendpoints.call.store.InputOutcome;
import dev.webendpoints.call.store.OutputRows;
import dev.webendpoints.database.WaitSignals;
import dev.webendpoints.lease.Lease;
import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.lease.LeaseWaiter;
import dev.webendpoints.lease.Pools;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * One run of an input: waits for a lease, sends the input to the worker, and reports one {@link RunEnding}. Confined to the
 * dispatcher's event loop, on which all its events arrive.
 */
final class InputRun implements LeaseWaiter, ResponseFrames.Listener {

    private static final Logger LOG = Logger.getLogger(InputRun.class);

    private static final long RETRY_MILLIS = 1_000;

    private final ClaimedInput input;
    private final Context loop;
    private final OutputRows outputs;
    private final WaitSignals signals;
    private final Runnable onLeftQueue;
    private final Consumer<RunEnding> onEnd;
    private final PayloadMemory memory;

    /** Null once they have been sent, or are not needed. */
    private byte[] args;

    private final int size;
    private CalledFunction function;
    private Runnable cancelWait = () -> {};
    private Lease lease;
    private WorkerRequests.Sent sent;
    private WorkerRequests requests;
    private long timer = -1;
    private long chunks;
    private InputBatch batch;
    private boolean leftQueue;
    private boolean ended;

    /**
     * @param memory counts the arguments, from before
     * @param onLeftQueue called once, when the input has a lease or needs none
     */
    InputRun(
            ClaimedInput input,
            PayloadMemory memory,
            Context loop,
            OutputRows outputs,
            WaitSignals signals,
            Runnable onLeftQueue,
            Consumer<RunEnding> onEnd) {
        this.input = input.withoutArgs();
        this.args = input.args();
        this.size = args.length;
        this.memory = memory;
        this.loop = loop;
        this.outputs = outputs;
        this.signals = signals;
        this.onLeftQueue = onLeftQueue;
        this.onEnd = onEnd;
    }

    /** @param batches take the input if its function takes lists of inputs */
    void start(Future<CalledFunction> lookup, Pools pools, WorkerRequests workerRequests, OpenBatches batches) {
        requests = workerRequests;
        lookup.onComplete(
                found -> onLoop(() -> onFound(found, pools, batches)), failure -> onLoop(() -> onNotFound(failure)));
    }

    /** Null until it was looked up. */
    CalledFunction function() {
        return function;
    }

    ClaimedInput input() {
        return input;
    }

    /** Returns the number of bytes of the arguments. */
    int size() {
        return size;
    }

    /** Null once they have been sent, or are not needed. */
    byte[] args() {
        return args;
    }

    boolean isEnded() {
        return ended;
    }

    /** The batch takes the lease, and ends this run. */
    void onJoined(InputBatch joined) {
        batch = joined;
    }

    private void onFound(CalledFunction found, Pools pools, OpenBatches batches) {
        if (ended) {
            return;
        }
        function = found;
        if (found.spec().batching() != null) {
            batches.add(this);
        } else {
            cancelWait = pools.lease(input.key(found.definitionId()), Pools.CALLS, input.runId(), this);
        }
    }

    private void onNotFound(Throwable failure) {
        if (failure instanceof FunctionNotFound) {
            end(new RunEnding.Ended(InputOutcome.of(
                    CallStatus.TERMINATED, "The function's app was stopped, or serves it no more.", "", null)));
        } else {
            LOG.debugf(failure, "Function of an input not found, retrying: input=%s", input.id());
            end(new RunEnding.NotStarted(RETRY_MILLIS));
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
            leaveQueue();
            timer = loop.owner().setTimer(function.timeout().toMillis(), late -> onTimeout());
            sent = requests.send(granted, input, args, this, () -> onLoop(this::dropArgs));
        });
    }

    @Override
    public void onRefused(LeaseRefusal refusal) {
        onLoop(() -> end(RunEnding.of(refusal)));
    }

    private void onTimeout() {
        if (!ended) {
            Lease held = lease;
            end(new RunEnding.Ended(
                    InputOutcome.of(CallStatus.TIMEOUT, function.timeoutSentence(), "", held.workerId())));
            held.cancel();
            sent.abort();
        }
    }

    /** Ends the run; the code that runs is canceled. */
    void cancel() {
        if (ended) {
            return;
        }
        end(new RunEnding.Canceled());
        if (lease != null) {
            lease.cancel();
            sent.abort();
        }
    }

    /** Ends the run because the server stops; its worker is stopped too. */
    void interrupt() {
        if (!ended) {
            end(new RunEnding.NotStarted(0));
            if (lease != null) {
                lease.abandon();
                sent.abort();
            }
        }
    }

    // The response -----------------------------------------------------------------------------------------------

    @Override
    public Future<Void> onChunk(int format, Buffer data) {
        if (ended) {
            return Future.succeededFuture();
        }
        chunks++;
        return outputs.addChunk(input.callId(), chunks, format, data)
                .onSuccess(added -> signals.signal(input.callId()));
    }

    @Override
    public Future<Void> onPart(CallStatus status, int format, Buffer message, Buffer data) {
        return Future.failedFuture("a single input has one result");
    }

    @Override
    public void onResult(CallStatus status, int format, Buffer message, Buffer data) {
        onLoop(() -> {
            if (!ended) {
                end(new RunEnding.Ended(new InputOutcome(status, format, message, data, lease.workerId())));
                lease.release();
            }
        });
    }

    @Override
    public void onTooLarge(long size) {
        onLoop(() -> {
            if (!ended) {
                end(new RunEnding.Ended(RunEnding.tooLarge(size, lease.workerId())));
                lease.cancel();
            }
        });
    }

    @Override
    public void onLost(Throwable cause) {
        onLoop(() -> {
            if (!ended) {
                LOG.debugf(cause, "Worker of an input lost: input=%s worker=%s", input.id(), lease.workerId());
                end(new RunEnding.WorkerLost(lease, chunks == 0));
                lease.abandon();
            }
        });
    }

    void end(RunEnding ending) {
        if (ended) {
            return;
        }
        ended = true;
        cancelWait.run();
        if (timer >= 0) {
            loop.owner().cancelTimer(timer);
        }
        dropArgs();
        leaveQueue();
        onEnd.accept(ending);
        if (batch != null) {
            batch.onRunEnded(this);
        }
    }

    void dropArgs() {
        if (args != null) {
            memory.release(args.length);
            args = null;
        }
    }

    void leaveQueue() {
        if (!leftQueue) {
            leftQueue = true;
            onLeftQueue.run();
        }
    }

    private void onLoop(Runnable step) {
        DispatcherLoop.run(loop, step);
    }
}
