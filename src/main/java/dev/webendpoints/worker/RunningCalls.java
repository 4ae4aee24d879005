package dev.webendpoints.worker;

import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import org.jboss.logging.Logger;

import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.function.FunctionSpec.WebMethod;
import dev.webendpoints.lease.Lease;
import dev.webendpoints.worker.WorkerState.Ready;

/**
 * The calls of one function, each from the grant of its lease until the function's code has returned. Guarded by the
 * group's lock.
 *
 * <ul>
 *   <li>A response that is complete ends the call, unless the worker has reported that the code runs on: background
 *       tasks, dependencies that clean up. It reports that before it sends the last bytes.
 *   <li>A call whose connection was cut ends when the worker reports the return, for which it is asked. A program that
 *       serves a port by itself reports nothing: its calls end with their connections.
 *   <li>A call that runs longer than the function's timeout is canceled. If the code does not return within
 *       {@link #CANCEL_GRACE}, its worker is replaced.
 *   <li>The end of a worker ends its calls.
 * </ul>
 */
final class RunningCalls {

    private static final Logger LOG = Logger.getLogger(RunningCalls.class);

    /** Time for the code of a canceled call to return. */
    static final Duration CANCEL_GRACE = Duration.ofSeconds(10);

    private final String functionId;
    private final SerialExecutor executor;
    private final InstantSource clock;
    private final BiConsumer<Worker, Instant> onEnd;
    private final Map<String, RunningCall> calls = new HashMap<>();

    private static final class RunningCall {

        private final Worker worker;
        private final Instant grantedAt;
        private final boolean reported;
        private boolean outlives;
        private boolean leaseEnded;
        private Instant canceledAt;
        private boolean stuck;

        private RunningCall(Worker worker, Instant grantedAt, boolean reported) {
            this.worker = worker;
            this.grantedAt = grantedAt;
            this.reported = reported;
        }

        private boolean isOverdue(Instant now) {
            return canceledAt != null || leaseEnded && !now.isBefore(grantedAt.plus(worker.version.timeout()));
        }
    }

    /** @param onEnd called under the group's lock, once for each call, with its worker and the time of the grant */
    RunningCalls(String functionId, SerialExecutor executor, InstantSource clock, BiConsumer<Worker, Instant> onEnd) {
        this.functionId = functionId;
        this.executor = executor;
        this.clock = clock;
        this.onEnd = onEnd;
    }

    /** @return the lease, which ends the call */
    Lease begin(String callId, Worker worker, String method, Instant now) {
        calls.put(callId, new RunningCall(worker, now, !isProgram(worker.version, method)));
        return new GrantedLease(
                callId, worker, ((Ready) worker.state()).addresses().get(method));
    }

    /** A loop rather than a stream, as every request runs it. */
    private static boolean isProgram(FunctionVersion version, String method) {
        for (WebMethod web : version.webMethods()) {
            if (web.kind() == EndpointKind.WEB_SERVER && web.name().equals(method)) {
                return true;
            }
        }
        return false;
    }

    // From the holder of the lease -------------------------------------------------------------------------------

    /** A lease that is ended at most once, however often that is asked. */
    private final class GrantedLease implements Lease {

        private final String callId;
        private final Worker worker;
        private final SocketAddress address;
        private final AtomicBoolean ended = new AtomicBoolean();

        private GrantedLease(String callId, Worker worker, SocketAddress address) {
            this.callId = callId;
            this.worker = worker;
            this.address = address;
        }

        @Override
        public String workerId() {
            return worker.id;
        }

        @Override
        public Optional<String> endReason() {
            return worker.endReason();
        }

        @Override
        public SocketAddress address() {
            return address;
        }

        @Override
        public void release() {
            end(() -> onReleased(callId));
        }

        @Override
        public void abandon() {
            end(() -> onAbandoned(callId));
        }

        @Override
        public void cancel() {
            end(() -> onCanceled(callId));
        }

        private void end(Runnable how) {
            if (ended.compareAndSet(false, true)) {
                executor.run(how);
            }
        }
    }

    private void onReleased(String callId) {
        RunningCall call = calls.get(callId);
        if (call.outlives && call.worker.isServing()) {
            call.leaseEnded = true;
        } else {
            end(callId, call);
        }
    }

    private void onAbandoned(String callId) {
        RunningCall call = calls.get(callId);
        if (!call.reported || !call.worker.isServing()) {
            end(callId, call);
            return;
        }
        call.leaseEnded = true;
        if (!call.outlives) {
            call.outlives = true;
            tell(call.worker, WorkerHandle.CallCommand.AWAIT_RETURN, callId);
        }
    }

    private void onCanceled(String callId) {
        RunningCall call = calls.get(callId);
        onAbandoned(callId);
        if (calls.get(callId) == call) {
            call.canceledAt = clock.instant();
            tell(call.worker, WorkerHandle.CallCommand.CANCEL, callId);
        }
    }

    // From the worker --------------------------------------------------------------------------------------------

    /** Confirms also what is not known here, since the worker withholds the end of a response until then. */
    void onOutliving(Worker worker, String callId) {
        RunningCall call = calls.get(callId);
        if (call != null && call.worker == worker) {
            call.outlives = true;
        }
        tell(worker, WorkerHandle.CallCommand.CONFIRM, callId);
    }

    void onReturned(Worker worker, String callId) {
        RunningCall call = calls.get(callId);
        if (call == null || call.worker != worker) {
            return;
        }
        call.outlives = false;
        if (call.leaseEnded) {
            end(callId, call);
        }
    }

    /** Called when the worker has ended. The calls whose leases are still held end with those. */
    void onGone(Worker worker) {
        List<String> left = new ArrayList<>();
        calls.forEach((callId, call) -> {
            if (call.worker == worker && call.leaseEnded) {
                left.add(callId);
            }
        });
        left.forEach(callId -> end(callId, calls.get(callId)));
    }

    private void tell(Worker worker, WorkerHandle.CallCommand command, String callId) {
        executor.afterUnlock(() -> worker.handle().tell(command, callId));
    }

    private void end(String callId, RunningCall call) {
        calls.remove(callId);
        onEnd.accept(call.worker, call.grantedAt);
    }

    // Timeout ----------------------------------------------------------------------------------------------------

    /**
     * Cancels the calls that have run for too long.
     *
     * @return workers on which a canceled call has not returned, once for each such call
     */
    List<Worker> cancelOverdue(Instant now) {
        List<Worker> stuck = new ArrayList<>();
        calls.forEach((callId, call) -> {
            if (!call.isOverdue(now)) {
                return;
            }
            if (call.canceledAt == null) {
                call.canceledAt = now;
                LOG.infof("Call canceled after its timeout: function=%s call=%s", functionId, callId);
                tell(call.worker, WorkerHandle.CallCommand.CANCEL, callId);
            } else if (!call.stuck && !now.isBefore(call.canceledAt.plus(CANCEL_GRACE))) {
                call.stuck = true;
                stuck.add(call.worker);
                LOG.warnf(
                        "Canceled call does not return, worker is replaced: function=%s worker=%s call=%s",
                        functionId, call.worker.id, callId);
            }
        });
        return stuck;
    }
}
