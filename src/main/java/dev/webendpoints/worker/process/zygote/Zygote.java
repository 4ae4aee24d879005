package dev.webendpoints.worker.process.zygote;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

import dev.webendpoints.cgroup.Cgroup;
import dev.webendpoints.host.ProcessTrees;
import dev.webendpoints.logs.LogStream;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.process.control.ControlSocket;
import dev.webendpoints.worker.process.control.TimedAnswer;
import dev.webendpoints.worker.process.launch.CommandBuilder;
import dev.webendpoints.worker.process.launch.ProcessHost;
import dev.webendpoints.worker.process.run.OrphanedProcesses;
import dev.webendpoints.worker.process.run.RunDirectory;
import dev.webendpoints.worker.process.run.WorkerPlan;
import dev.webendpoints.worker.process.sandbox.ProcessCommand;
import dev.webendpoints.worker.process.zygote.ZygoteMessage.Ended;
import dev.webendpoints.worker.process.zygote.ZygoteMessage.Forked;
import dev.webendpoints.worker.process.zygote.ZygoteMessage.Ready;
import dev.webendpoints.worker.process.zygote.ZygoteMessage.Spare;
import dev.webendpoints.worker.process.zygote.ZygoteMessage.Unfit;
import dev.webendpoints.worker.process.zygote.ZygoteMessage.Unforked;

/**
 * A warm Python process that forks workers: the packages of one image are imported once, and a worker is ready in the
 * time that its own code takes. It is confined like a worker, and has no function's secrets unless it is that
 * function's snapshot.
 */
public final class Zygote {

    private static final Logger LOG = Logger.getLogger(Zygote.class);

    /** How long its imports may take. Past it workers start as fresh processes. */
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    /** How long a fork may take. Past it the user's code blocks the zygote, which is killed. */
    private static final Duration FORK = Duration.ofSeconds(10);

    /** How long it may take to exit by itself, with a status that gives the reason, after its connection closed. */
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    /** How long reading a dead zygote's output may take: a process that it left behind may keep it open. */
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private final ProcessHost host;
    private final RunDirectory run;
    private final ControlSocket control;
    private final Process process;
    private final Duration warmUp;
    private final ZygoteOutput output;
    private final Map<String, String> variables;
    private final CompletableFuture<Ready> ready = new CompletableFuture<>();
    private final ForkedWorkers forks;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile long pid;
    private volatile String unfit;
    private volatile boolean stopped;

    private Zygote(
            ProcessHost host,
            RunDirectory run,
            ControlSocket control,
            Process process,
            Duration warmUp,
            ZygoteOutput output,
            Map<String, String> variables) {
        this.output = output;
        this.warmUp = warmUp;
        this.variables = variables;
        this.host = host;
        this.run = run;
        this.control = control;
        this.forks = new ForkedWorkers(control);
        this.process = process;
    }

    /**
     * Starts a zygote without waiting until it is warm. Blocks for milliseconds.
     *
     * @param plan plan without files and variables of a function, unless the zygote is a snapshot of one
     * @param onEnd runs when none of its processes runs, with the reason if it cannot be forked from, or else null
     */
    static Zygote start(ProcessHost host, WorkerPlan plan, boolean snapshot, Consumer<String> onEnd)
            throws IOException {
        Optional<Cgroup> group = snapshot ? host.group(plan.run(), plan.version()) : Optional.empty();
        try {
            Zygote zygote = launch(host, new CommandBuilder(plan, host.sandbox(), group), snapshot);
            zygote.follow(reason -> {
                group.ifPresent(Cgroup::close);
                onEnd.accept(reason);
            });
            return zygote;
        } catch (IOException | RuntimeException e) {
            group.ifPresent(Cgroup::close);
            throw e;
        }
    }

    private static Zygote launch(ProcessHost host, CommandBuilder launch, boolean snapshot) throws IOException {
        RunDirectory run = launch.plan().run();
        ControlSocket control = ControlSocket.listen(run.controlSocket());
        try {
            ProcessCommand zygote = launch.zygote(snapshot, host.exitGrace());
            host.sandbox().handOver(run);
            Process process = host.launch(zygote);
            Duration warmUp = snapshot ? launch.plan().version().startupTimeout() : WARM_UP;
            ZygoteOutput output = ZygoteOutput.of(host, launch.plan(), snapshot);
            return new Zygote(host, run, control, process, warmUp, output, launch.zygoteVariables(snapshot));
        } catch (IOException | RuntimeException e) {
            control.close();
            throw e;
        }
    }

    /**
     * Returns the top-level names that it has imported. Blocks until it is warm.
     *
     * @throws IOException if it cannot be forked from
     */
    public Set<String> packages() throws IOException {
        return ready().packages();
    }

    /**
     * Returns a variable of which this zygote's packages have read another value than they would in the worker; empty
     * if there is none. Blocks until the zygote is warm.
     *
     * @param worker the worker's variables
     * @throws IOException if it cannot be forked from
     */
    public Optional<String> differing(FunctionVersion version, Map<String, String> worker) throws IOException {
        return new ReadVariables(ready().variables(), variables).differing(version, worker);
    }

    private Ready ready() throws IOException {
        try {
            return TimedAnswer.await(ready, warmUp);
        } catch (IOException e) {
            if (!ready.isDone()) {
                unfit = "it was not warm within " + warmUp.toSeconds() + " s";
                end();
            }
            throw e;
        }
    }

    /**
     * Forks a worker. Blocks for milliseconds.
     *
     * @param ownNetwork whether the worker gets a network of its own
     * @throws IOException if no worker was forked
     */
    public ForkedProcess fork(String workerId, boolean ownNetwork) throws IOException {
        if (ready.isCompletedExceptionally()) {
            throw ForkedWorkers.gone();
        }
        return forks.ask(workerId, ownNetwork, FORK, this::end);
    }

    /**
     * Ends the zygote and all processes that it forked.
     *
     * @return completes when none of its processes runs and its end is reported
     */
    CompletableFuture<Void> stop() {
        stopped = true;
        end();
        return ended;
    }

    private void end() {
        try {
            control.close();
        } catch (IOException e) {
            LOG.debug("Control socket of a zygote failed to close", e);
        }
        ProcessTrees.kill(process);
    }

    private void follow(Consumer<String> onEnd) {
        var tasks = host.threads().tasks();
        CompletableFuture<Void> printed = CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> output.pump(process.getInputStream(), LogStream.STDOUT), tasks),
                CompletableFuture.runAsync(() -> output.pump(process.getErrorStream(), LogStream.STDERR), tasks));
        tasks.execute(() -> {
            try {
                control.followTo(this::onLine);
            } catch (IOException e) {
                LOG.debugf(e, "Control socket ended: zygote=%s", run.workerId());
            }
            process.onExit()
                    .completeOnTimeout(process, GOODBYE.toMillis(), TimeUnit.MILLISECONDS)
                    .thenRun(this::end);
        });
        process.onExit().thenAcceptAsync(gone -> onExit(gone.exitValue(), onEnd), tasks);
        process.onExit()
                .thenCompose(gone -> printed.completeOnTimeout(null, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS))
                .whenComplete((done, failure) -> output.close());
    }

    private void onLine(String line) {
        try {
            onMessage(ZygoteMessage.parse(line));
        } catch (IOException | RuntimeException e) {
            LOG.warnf("Malformed message from a zygote: zygote=%s cause=%s", run.workerId(), e.getMessage());
            end();
        }
    }

    private void onMessage(ZygoteMessage message) throws IOException {
        if (message instanceof Ready warm) {
            pid = host.sandbox().program(process).pid();
            ready.complete(warm);
        } else if (message instanceof Unfit told) {
            unfit = told.reason();
            output.addFailure(unfit);
            ready.completeExceptionally(new IOException(unfit));
        } else if (message instanceof Spare spare) {
            LOG.debugf("Spare worker forked: zygote=%s pid=%d", run.workerId(), spare.pid());
        } else if (message instanceof Forked forked) {
            forks.onForked(forked, pid);
        } else if (message instanceof Unforked unforked) {
            forks.onUnforked(unforked);
        } else if (message instanceof Ended worker) {
            forks.onEnded(worker);
        }
    }

    private void onExit(int status, Consumer<String> onEnd) {
        end();
        boolean neverWarm = ready.completeExceptionally(ForkedWorkers.gone());
        // A zygote that was killed does not predict how the next one will do.
        if (neverWarm && !stopped && unfit == null && status != ForkedWorkers.KILLED) {
            unfit = "it ended with status " + status + " while it warmed up";
        }
        OrphanedProcesses.killZygote(run.workerId());
        forks.onZygoteGone();
        onEnd.accept(unfit);
        ended.complete(null);
    }
}
