package dev.webendpoints.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import dev.webendpoints.cgroup.Cgroups;
import dev.webendpoints.logs.WorkerLogs;
import dev.webendpoints.sandbox.SandboxPolicy;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.WorkerEvents;
import dev.webendpoints.worker.WorkerHandle;
import dev.webendpoints.worker.WorkerRuntime;
import dev.webendpoints.worker.WorkersConfig;
import dev.webendpoints.worker.process.control.WorkerApi;
import dev.webendpoints.worker.process.launch.ProcessHost;
import dev.webendpoints.worker.process.launch.WorkerFiles;
import dev.webendpoints.worker.process.launch.WorkerPriority;
import dev.webendpoints.worker.process.network.NetworkIsolation;
import dev.webendpoints.worker.process.run.ContainerVariables;
import dev.webendpoints.worker.process.run.OrphanedProcesses;
import dev.webendpoints.worker.process.run.ReachablePaths;
import dev.webendpoints.worker.process.run.RunDirectories;
import dev.webendpoints.worker.process.run.RunDirectory;
import dev.webendpoints.worker.process.sandbox.Sandbox;
import dev.webendpoints.worker.process.sandbox.SandboxSelection;
import dev.webendpoints.worker.process.zygote.Zygotes;

/** Runs workers as processes of this machine. Created with {@link #open}. */
public final class ProcessRuntime implements WorkerRuntime, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ProcessRuntime.class);

    private static final Duration DEATH = Duration.ofSeconds(5);

    private final ProcessHost host;
    private final Zygotes zygotes;
    private final Map<String, ProcessWorker> workers = new ConcurrentHashMap<>();

    private final WorkerDisk disk;
    private final DiskWatch diskWatch;

    private ProcessRuntime(ProcessHost host, Zygotes zygotes, WorkerDisk disk) {
        this.host = host;
        this.zygotes = zygotes;
        this.disk = disk;
        this.diskWatch = DiskWatch.start(disk, workers::values);
    }

    /**
     * Detects the available confinement, logs it, ends the processes that a killed server left behind, and returns a
     * runtime that can start workers. Blocks, usually for milliseconds.
     *
     * @param api answers the Modal client in workers
     * @param python finds an interpreter of the host that no tenant can write to; may block
     * @throws IllegalStateException if confinement or separate networks are required but not available, or if workers
     *     would be root of the machine against the policy
     */
    public static ProcessRuntime open(
            Path dataDirectory,
            WorkersConfig config,
            SandboxPolicy policy,
            Cgroups cgroups,
            WorkerFiles files,
            WorkerApi api,
            WorkerLogs logs,
            Supplier<Optional<Path>> python) {
        Path data = dataDirectory.toAbsolutePath().normalize();
        Sandbox sandbox = SandboxSelection.select(data, config, policy, python);
        ProcessHost.Threads threads = ProcessHost.Threads.start();
        ProcessHost host = new ProcessHost(
                new RunDirectories(data.resolve("run")),
                data.resolve("volumes"),
                ContainerVariables.of(config),
                api,
                sandbox,
                NetworkIsolation.find(sandbox, config.network(), python, threads.tasks()),
                cgroups,
                WorkerPriority.of(config.niceness()),
                files,
                logs,
                config.exitGrace(),
                config.tracebacksToCallers(),
                threads);
        sweep(host);
        return new ProcessRuntime(
                host,
                new Zygotes(host, Zygotes.ARE_POSSIBLE ? config.zygotes() : 0),
                new WorkerDisk(host.volumes(), sandbox.asOwner(), config));
    }

    @Override
    public WorkerHandle start(String workerId, FunctionVersion version, WorkerEvents events) {
        ProcessWorker worker = new ProcessWorker(
                host,
                zygotes,
                workerId,
                disk.withFullVolumesReadOnly(version),
                new RemovalEvents(events, () -> workers.remove(workerId)));
        workers.put(workerId, worker);
        worker.start();
        return worker;
    }

    /** Warms up a zygote for the workers of this version, if possible and none exists. */
    @Override
    public void prepare(FunctionVersion version) {
        host.files()
                .environment(version)
                .subscribe()
                .with(
                        environment -> host.threads().tasks().execute(() -> zygotes.warm(version, environment)),
                        failure -> LOG.debugf(
                                failure,
                                "No zygote prepared: function=%s",
                                version.key().functionId()));
    }

    /** Starts detecting which networks workers can have, before the first worker needs one. Returns immediately. */
    public void lookAtNetworks() {
        host.networks().areOwn(true, false);
    }

    @Override
    public boolean separatesPorts(FunctionVersion version) {
        return separatesNetwork(version.listensOnPort(), version.blocksNetwork());
    }

    /**
     * Returns whether workers of a function have a network of their own. Does not block; false also if not known yet.
     *
     * @param listens whether the function has a program that listens on a port
     * @param blocks whether outgoing traffic of the workers is blocked
     */
    public boolean separatesNetwork(boolean listens, boolean blocks) {
        return host.networks().areOwn(listens, blocks);
    }

    /** Returns which absolute paths named by a client a worker of this machine can see. */
    public ReachablePaths reachablePaths() {
        return host.sandbox().reachable();
    }

    /** Returns the directories of images and packages that running workers and zygotes use. */
    public Set<Path> directoriesInUse() {
        Set<Path> directories = new HashSet<>();
        Stream.concat(
                        workers.values().stream().flatMap(worker -> worker.prepared().environment().stream()),
                        zygotes.environments())
                .forEach(environment -> {
                    directories.addAll(environment.readOnlyPaths());
                    if (environment.rootfs() != null) {
                        directories.add(environment.rootfs());
                    }
                });
        return directories;
    }

    /** Kills the remaining workers. Pools have stopped theirs before. Blocks for at most {@link #DEATH}. */
    @Override
    public void close() {
        diskWatch.close();
        CompletableFuture.allOf(workers.values().stream()
                        .peek(worker -> worker.stop(Duration.ZERO))
                        .map(ProcessWorker::ended)
                        .toArray(CompletableFuture[]::new))
                .thenCompose(all -> zygotes.close())
                .completeOnTimeout(null, DEATH.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        host.threads().stop();
    }

    /** Kills all leftover processes before it deletes files, so that a failed deletion keeps no process alive. */
    private static void sweep(ProcessHost host) {
        try {
            List<RunDirectory> left = host.runs().left();
            left.forEach(run -> LOG.infof(
                    "Cleaned up a worker of a previous server: worker=%s killed=%d",
                    run.workerId(),
                    OrphanedProcesses.killZygote(run.workerId()).size()
                            + OrphanedProcesses.kill(run.workerId()).size()));
            host.cgroups().sweep(left.stream().map(RunDirectory::workerId));
            left.forEach(run -> delete(run, host.sandbox().asOwner()));
            host.runs().deleteKept(host.sandbox().asOwner());
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Cannot find the leftovers of former workers", e);
        }
    }

    private static void delete(RunDirectory left, List<String> asOwner) {
        try {
            left.delete(asOwner);
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf(e, "Run directory not deleted: worker=%s", left.workerId());
        }
    }
}
