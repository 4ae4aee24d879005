package dev.webendpoints.worker.process;

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

/**
 * What all workers of this machine share: where their files are, how they are confined, and the threads that wait for
 * them.
 *
 * @param runs holds the run directories; absolute
 * @param volumes holds the volumes; absolute
 * @param cgroups makes those of workers with limits
 * @param priority of all processes that are started here
 * @param launcher one thread, which lives as long as the runtime: Linux tells a child that its parent died when the
 *     <em>thread</em> that started it ends, and bubblewrap then ends the worker
 * @param tasks threads that may block
 * @param timers starts tasks later
 */
record ProcessHost(
        Path runs,
        Path volumes,
        Sandbox sandbox,
        NetworkIsolation networks,
        Cgroups cgroups,
        WorkerPriority priority,
        WorkerFiles files,
        WorkerLogs logs,
        Duration exitGrace,
        boolean tracebacksToCallers,
        Threads threads) {

    record Threads(ExecutorService launcher, ExecutorService tasks, ScheduledExecutorService timers) {

        static Threads start() {
            return new Threads(
                    Executors.newSingleThreadExecutor(daemon("worker-launcher")),
                    Executors.newCachedThreadPool(daemon("worker-task")),
                    Executors.newSingleThreadScheduledExecutor(daemon("worker-timer")));
        }

        void stop() {
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

    /** Starts a process from the one thread that outlives it. Blocks for milliseconds. */
    Process launch(ProcessCommand command) throws IOException {
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

    /** A group that keeps the limits of this version; empty where none is needed or there can be none. */
    Optional<Cgroup> group(RunDirectory run, FunctionVersion version) throws IOException {
        Limits limits = version.limits();
        return cgroups.make(run.workerId(), new CgroupLimits(limits.memory(), limits.milliCpu()));
    }

    void later(Duration delay, Runnable task) {
        threads.timers().schedule(() -> threads.tasks().execute(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}
