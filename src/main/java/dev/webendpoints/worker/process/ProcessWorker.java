package dev.webendpoints.worker.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import org.jboss.logging.Logger;

import dev.webendpoints.logs.LogStream;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.WorkerEvents;
import dev.webendpoints.worker.WorkerHandle;
import dev.webendpoints.worker.process.control.ControlSocket;
import dev.webendpoints.worker.process.control.WorkerMessage;
import dev.webendpoints.worker.process.control.WorkerPlaces;
import dev.webendpoints.worker.process.launch.ProcessHost;
import dev.webendpoints.worker.process.run.OrphanedProcesses;
import dev.webendpoints.worker.process.zygote.Zygotes;

/**
 * One worker over its whole life: start, follow, stop, clean up.
 *
 * <p>While its environment is looked up, the worker has no files and no process, and a stop ends it immediately. From
 * its first file on it is alive, and ends in one place: a launch that fails or finds it stopped, or the exit of its
 * process.
 */
final class ProcessWorker implements WorkerHandle, WorkerStart.Listener {

    private static final Logger LOG = Logger.getLogger(ProcessWorker.class);

    private static final String STOPPED_EARLY = "it was stopped before it began";

    /** Exit status of a process that SIGKILL has ended. */
    private static final int KILLED = 137;

    private static final String AS_WITHOUT_MEMORY = " (killed, as when the machine runs out of memory)";

    private enum Phase {
        LOOKING_UP,
        ALIVE,
        ENDED
    }

    private final ProcessHost host;
    private final String id;
    private final FunctionVersion version;
    private final WorkerEvents events;
    private final WorkerOutput output;
    private final WorkerReport report;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.LOOKING_UP);
    private final WorkerStart start;
    private volatile WorkerPlaces places;
    private volatile RunningProcess process;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean ready;
    private volatile boolean leaving;
    private volatile ControlSocket.End how = ControlSocket.End.STOP;
    private volatile Duration stopWithin;
    private volatile String reason;
    private volatile UnaryOperator<String> paths = UnaryOperator.identity();

    ProcessWorker(ProcessHost host, Zygotes zygotes, String id, FunctionVersion version, WorkerEvents events) {
        this.host = host;
        this.id = id;
        this.version = version;
        this.events = events;
        this.output = new WorkerOutput(host.logs(), version, id);
        this.report = new WorkerReport(output, host.tracebacksToCallers());
        this.start = new WorkerStart(host, zygotes, id, version, this);
    }

    // Start ------------------------------------------------------------------------------------------------------

    void start() {
        start.begin();
    }

    @Override
    public boolean onLookedUp() {
        return phase.compareAndSet(Phase.LOOKING_UP, Phase.ALIVE);
    }

    @Override
    public boolean onLaidOut() {
        if (stopWithin == null) {
            return true;
        }
        end(STOPPED_EARLY);
        return false;
    }

    @Override
    public void onLaunched(RunningProcess launched, WorkerPlaces own) {
        places = own;
        process = launched;
        start.prepared()
                .environment()
                .ifPresent(environment -> paths = new ContainerPaths(host.runs().path(), environment));
        output.showPaths(paths);
        events.onLaunched();
        process.follow(output, this::onLine, this::toLeaving, this::onExit);
        if (stopWithin != null) {
            process.end(how, stopWithin);
        }
    }

    FunctionVersion version() {
        return version;
    }

    /** Returns the environment and the run directory, which exist before the process and until the worker's end. */
    WorkerPreparation prepared() {
        return start.prepared();
    }

    /** Kills the worker immediately. @param why reason for its log and for the callers of its requests */
    void fail(String why) {
        RunningProcess present = process;
        if (present != null && reason == null) {
            reason = why;
            toLeaving();
            present.kill();
        }
    }

    // Follow -----------------------------------------------------------------------------------------------------

    /** Reports immediately that the worker is leaving, so that no request is sent here during cleanup. */
    private void toLeaving() {
        leaving = true;
        if (ready) {
            events.onLeaving();
        }
    }

    private void onLine(String line) {
        try {
            onMessage(WorkerMessage.parse(line, places));
        } catch (IOException | RuntimeException e) {
            LOG.warnf("Malformed message from a worker: worker=%s cause=%s", id, e.getMessage());
            if (!ready) {
                reason = "the worker did not say where it serves: " + e.getMessage();
                process.kill();
            }
        }
    }

    private void onMessage(WorkerMessage message) {
        if (message instanceof WorkerMessage.Ready serving) {
            toReady(serving);
        } else if (message instanceof WorkerMessage.Failed failed) {
            reason = paths.apply(failed.reason());
            report.setTraceback(paths.apply(failed.traceback()));
            process.killAfter(RunningProcess.KILL_AFTER_TERM);
        } else if (message instanceof WorkerMessage.Outliving outliving) {
            events.onOutliving(outliving.callId());
        } else if (message instanceof WorkerMessage.Returned returned) {
            events.onReturned(returned.callId());
        } else if (message instanceof WorkerMessage.ProgramEnded program) {
            reason = "the web server's program ended with status " + program.code();
            toLeaving();
            process.killAfter(host.exitGrace());
        }
    }

    private void toReady(WorkerMessage.Ready serving) {
        try {
            start.awaitNetwork();
        } catch (IOException e) {
            reason = "the worker's network could not be attached: " + e.getMessage();
            process.kill();
            return;
        }
        events.onReady(serving.addresses());
        ready = true;
        if (leaving) {
            events.onLeaving();
        }
    }

    @Override
    public void tell(CallCommand command, String callId) {
        process.tell(command, callId);
    }

    // Stop -------------------------------------------------------------------------------------------------------

    @Override
    public void stop(Duration grace) {
        end(ControlSocket.End.STOP, grace);
    }

    @Override
    public void cut(Duration grace) {
        end(ControlSocket.End.CUT, grace);
    }

    private void end(ControlSocket.End asked, Duration grace) {
        how = asked;
        stopWithin = grace;
        host.threads().tasks().execute(() -> {
            if (phase.compareAndSet(Phase.LOOKING_UP, Phase.ALIVE)) {
                start.cancel();
                end(STOPPED_EARLY);
            } else if (process != null) {
                process.end(asked, grace);
            }
        });
    }

    /** Completes when the worker has ended and its resources are released. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void log(String line) {
        output.add(LogStream.SYSTEM, line);
    }

    @Override
    public List<String> lastLines() {
        return report.lastLines();
    }

    // Clean up ---------------------------------------------------------------------------------------------------

    private void onExit(int status) {
        toLeaving();
        process.awaitLastWords();
        OrphanedProcesses.kill(id);
        end(reason != null ? reason : start.outOfMemory().orElseGet(() -> exited(status)));
    }

    /** The kernel does not say why it kills a process that has no control group. */
    private String exited(int status) {
        boolean unexplained = status == KILLED && stopWithin == null;
        String how = "exited with status " + status + (unexplained ? AS_WITHOUT_MEMORY : "");
        return ready ? "it " + how : "the worker " + how + " before it was ready";
    }

    @Override
    public void onPreparationFailed(Throwable failure) {
        LOG.errorf(failure, "Worker files could not be prepared: worker=%s", id);
        report.addFailure(failure, host.runs().path().getParent());
        end("the function's files or its image could not be prepared");
    }

    @Override
    public void onLaunchFailed(Exception failure) {
        LOG.errorf(failure, "Worker could not be launched: worker=%s", id);
        end("the worker's process could not be started");
    }

    private void end(String why) {
        if (phase.getAndSet(Phase.ENDED) == Phase.ENDED) {
            return;
        }
        List<String> lines = report.finalLines();
        logOutcome(why);
        output.close();
        cleanUp();
        ended.complete(null);
        if (ready || stopWithin != null) {
            events.onExited(why);
        } else {
            events.onFailed(why, lines);
        }
    }

    /** Logs the outcome, except of a worker that was stopped after it had served: that is the normal end. */
    private void logOutcome(String why) {
        if (stopWithin == null) {
            report.add((ready ? "worker ended: " : "worker failed to start: ") + why);
        } else if (!ready && process != null) {
            report.add("worker was stopped before it was ready");
        }
    }

    private void cleanUp() {
        try {
            if (process != null) {
                process.close();
            }
        } catch (IOException e) {
            LOG.debugf(e, "Control socket failed to close: worker=%s", id);
        }
        start.close();
    }
}
