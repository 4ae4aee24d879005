package dev.webendpoints.worker.process;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import org.jboss.logging.Logger;

import dev.webendpoints.logs.LogStream;
import dev.webendpoints.worker.WorkerHandle;
import dev.webendpoints.worker.process.control.CommandQueue;
import dev.webendpoints.worker.process.control.ControlSocket;
import dev.webendpoints.worker.process.launch.ProcessHost;
import dev.webendpoints.worker.process.run.RunDirectory;
import dev.webendpoints.worker.process.run.WorkerPlan;
import dev.webendpoints.worker.process.run.WorkerProcess;

/** A worker's process and its control connection: followed from launch to its last output, stopped in bounded time. */
final class RunningProcess implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RunningProcess.class);

    /** How long a worker may ignore SIGTERM before it is killed. */
    static final Duration KILL_AFTER_TERM = Duration.ofSeconds(2);

    /** How long draining a dead worker's pipes may take: a process that it left behind may keep them open. */
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private final ProcessHost host;
    private final String workerId;
    private final ControlSocket control;
    private final Closeable api;
    private final WorkerProcess process;
    private final CommandQueue commands;
    private volatile CompletableFuture<?> followed = CompletableFuture.completedFuture(null);

    private RunningProcess(
            ProcessHost host, String workerId, ControlSocket control, Closeable api, WorkerProcess process) {
        this.host = host;
        this.workerId = workerId;
        this.control = control;
        this.api = api;
        this.process = process;
        this.commands = new CommandQueue(control, host.threads().tasks(), this::kill);
    }

    /** Creates the process, once the control socket listens. */
    interface Making {

        WorkerProcess make(ControlSocket control) throws IOException;
    }

    /** Listens on the control socket and on that of the API, then creates the process. Blocks for milliseconds. */
    static RunningProcess launch(ProcessHost host, WorkerPlan plan, Making making) throws IOException {
        RunDirectory run = plan.run();
        ControlSocket control = ControlSocket.listen(run.controlSocket());
        Closeable api = () -> {};
        try {
            api = host.api().listen(run.apiSocket(), plan.version(), run.workerId());
            return new RunningProcess(host, run.workerId(), control, api, making.make(control));
        } catch (IOException | RuntimeException e) {
            control.close();
            api.close();
            throw e;
        }
    }

    /**
     * @param onLine receives each message of the worker
     * @param onSilent runs when the control connection has ended
     * @param onExit receives the exit status
     */
    void follow(WorkerOutput output, Consumer<String> onLine, Runnable onSilent, IntConsumer onExit) {
        Executor tasks = host.threads().tasks();
        followed = CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> output.pump(process.stdout(), LogStream.STDOUT), tasks),
                CompletableFuture.runAsync(() -> output.pump(process.stderr(), LogStream.STDERR), tasks),
                CompletableFuture.runAsync(() -> followControl(onLine, onSilent), tasks));
        process.exit().thenAcceptAsync(onExit::accept, tasks);
    }

    private void followControl(Consumer<String> onLine, Runnable onSilent) {
        try {
            control.followTo(onLine);
        } catch (IOException e) {
            LOG.debugf(e, "Control socket ended: worker=%s", workerId);
        } finally {
            onSilent.run();
        }
    }

    /** Waits until all messages and output of a dead worker are read, for at most {@link #LAST_WORDS}. */
    void awaitLastWords() {
        control.onWorkerGone();
        followed.completeOnTimeout(null, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(e -> null)
                .join();
    }

    /** Asks the worker to end, terminates it after {@code grace}, and kills it {@link #KILL_AFTER_TERM} later. */
    void end(ControlSocket.End how, Duration grace) {
        if (grace.isZero()) {
            kill();
            return;
        }
        host.later(grace, this::terminate);
        host.later(grace.plus(KILL_AFTER_TERM), this::kill);
        try {
            control.sendEnd(how); // blocks while the worker does not read
        } catch (IOException e) {
            LOG.debugf(e, "Worker could not be asked to stop: worker=%s", workerId);
        }
    }

    private void terminate() {
        if (!process.exit().isDone()) {
            LOG.warnf("Worker did not stop in time: worker=%s", workerId);
            process.terminate();
        }
    }

    /** Sends a command about a call without blocking. A worker that does not read its commands is killed. */
    void tell(WorkerHandle.CallCommand command, String callId) {
        commands.add(command, callId);
    }

    void kill() {
        process.kill();
    }

    void killAfter(Duration delay) {
        host.later(delay, this::kill);
    }

    @Override
    public void close() throws IOException {
        api.close();
        control.close();
    }
}
