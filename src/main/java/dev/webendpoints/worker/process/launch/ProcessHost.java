package dev.webendpoints.worker.process.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import dev.webendpoints.cgroup.Cgroup;
import dev.webendpoints.cgroup.CgroupLimits;
import dev.webendpoints.cgroup.Cgroups;
import dev.webendpoints.logs.WorkerLogs;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.FunctionVersion.Limits;
import dev.webendpoints.worker.process.control.WorkerApi;
import dev.webendpoints.worker.process.network.NetworkIsolation;
import dev.webendpoints.worker.process.run.ContainerVariables;
import dev.webendpoints.worker.process.run.RunDirectories;
import dev.webendpoints.worker.process.run.RunDirectory;
import dev.webendpoints.worker.process.sandbox.ProcessCommand;
import dev.webendpoints.worker.process.sandbox.Sandbox;

/**
 * The parts that all workers of this machine share: the locations of their files, their confinement, and the threads
 * that wait for them.
 *
 * @param runs run directories of workers and zygotes
 * @param volumes absolute path of the directory that contains the volumes
 * @param container variables of every worker
 * @param api answers the Modal client in workers
 * @param cgroups creates the groups of workers with limits
 * @param priority priority of all processes that are started here
 * @param launcher a single thread that lives as long as the runtime: Linux signals the parent's death to a child when
 *     the <em>thread</em> that started it ends, and bubblewrap then kills the worker
 * @param tasks threads that may block
 * @param timers starts delayed tasks
 */
public record ProcessHost(
        RunDirectories runs,
        Path volumes,
        ContainerVariables container,
        WorkerApi api,
        Sandbox sandbox,
        NetworkIsolation networks,
        Cgroups cgroups,
        WorkerPriority priority,
        WorkerFiles files,
        WorkerLogs logs,
        Duration exitGrace,
        boolean tracebacksToCallers,
        Threads threads) {

    public record Threads(ExecutorService launcher, ExecutorService tasks, ScheduledExecutorService timers) {

        public static Threads start() {
            return new Threads(
                    Executors.newSingleThreadExecutor(daemon("worker-launcher")),
                    Executors.newCachedThreadPool(daemon("worker-task")),
                    Executors.newSingleThreadScheduledExecutor(daemon("worker-timer")));
        }

        public void stop() {
            timers.shutdownNow();
            tasks.shutdown();
            launcher.shutdown();
        }

        private static ThreadFactory daemon(String name) {
            return task -> {
                Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
            };
        }
    }

    /** Starts a process from the launcher thread, which outlives it. Blocks for milliseconds. */
    public Process launch(ProcessCommand command) throws IOException {
        try {
            ProcessCommand lowered = command.with(priority.lowering(command.command()));
            Process process =
                    threads.launcher().submit(lowered.builder()::start).get();
            command.feed(process);
            return process;
        } catch (ExecutionException e) {
            throw new IOException("the process could not be started", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting a process", e);
        }
    }

    /** Creates a group that enforces the limits of this version; empty if none is needed or possible. */
    public Optional<Cgroup> group(RunDirectory run, FunctionVersion version) throws IOException {
        Limits limits = version.limits();
        return cgroups.make(run.workerId(), new CgroupLimits(limits.memory(), limits.milliCpu()));
    }

    public void later(Duration delay, Runnable task) {
        threads.timers().schedule(() -> threads.tasks().execute(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}
