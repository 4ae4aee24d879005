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

import dev.webendpoints.logs.WorkerLogs;
import dev.webendpoints.sandbox.SandboxPolicy;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.WorkerEvents;
import dev.webendpoints.worker.WorkerHandle;
import dev.webendpoints.worker.WorkerRuntime;
import dev.webendpoints.worker.WorkersConfig;
import dev.webendpoints.worker.WorkersConfig.SandboxMode;

/** Workers as processes of this machine. {@link #open} is how a server gets it. */
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
     * Looks what confinement there is and says so in the log, ends what a killed server left behind, and is ready to
     * start workers. Blocks, milliseconds as a rule.
     *
     * @param python finds an interpreter of the host that no tenant can write to; may block
     * @throws IllegalStateException when confinement, a cgroup or a network for each worker is required and not to be had,
     *     or when workers would be root of the machine against the policy
     */
    public static ProcessRuntime open(
            Path dataDirectory,
            WorkersConfig config,
            SandboxPolicy policy,
            WorkerFiles files,
            WorkerLogs logs,
            Supplier<Optional<Path>> python) {
        Path data = dataDirectory.toAbsolutePath().normalize();
        Sandbox sandbox = sandbox(data, config, policy);
        ProcessHost.Threads threads = ProcessHost.Threads.start();
        ProcessHost host = new ProcessHost(
                data.resolve("run"),
                data.resolve("volumes"),
                sandbox,
                NetworkIsolation.find(sandbox, config.network(), python, threads.tasks()),
                Cgroups.open(config.cgroup()),
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
                new WorkerDisk(host.volumes(), config));
    }

    @Override
    public WorkerHandle start(String workerId, FunctionVersion version, WorkerEvents events) {
        ProcessWorker worker = new ProcessWorker(
                host,
                zygotes,
                workerId,
                disk.withFullVolumesReadOnly(version),
                new Forgetting(events, () -> workers.remove(workerId)));
        workers.put(workerId, worker);
        worker.start();
        return worker;
    }

    /** Has a zygote warm up for the workers of this version, if that is possible and none is there. Returns at once. */
    public void prepare(FunctionVersion version) {
        host.files()
                .environment(version)
                .subscribe()
                .with(
                        environment -> host.threads().tasks().execute(() -> zygotes.warm(version, environment)),
                        failure -> LOG.debugf(
                                failure,
                                "no zygote was prepared: function=%s",
                                version.key().functionId()));
    }

    /** Has it found out which networks workers can have, before the first one needs it. Returns at once. */
    public void lookAtNetworks() {
        host.networks().areOwn(true, false);
    }

    @Override
    public boolean separatesPorts(FunctionVersion version) {
        return separatesNetwork(version.listensOnPort(), version.blocksNetwork());
    }

    /**
     * Whether workers of a function have a network of their own. Does not block; false also where it is not known yet.
     *
     * @param listens whether the function has a program that listens on a port
     * @param blocks whether nothing may lead out of its workers' network
     */
    public boolean separatesNetwork(boolean listens, boolean blocks) {
        return host.networks().areOwn(listens, blocks);
    }

    /** Which of the absolute paths that a client names a worker of this machine sees. */
    public ReachablePaths reachablePaths() {
        return host.sandbox().reachable();
    }

    /** What of images and packages running workers and zygotes see. */
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

    /** Kills every worker that is left. Pools have stopped theirs before. Blocks for {@link #DEATH} at worst. */
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

    private static Sandbox sandbox(Path data, WorkersConfig config, SandboxPolicy policy) {
        SandboxMode mode = config.sandbox();
        Optional<Path> setsid = Programs.find("setsid");
        Optional<Bubblewrap> bubblewrap = mode == SandboxMode.OFF
                ? Optional.empty()
                : Programs.find("bwrap")
                        .map(bwrap -> new Bubblewrap(bwrap, setsid, data, policy.user(), config.maxProcesses()))
                        .filter(Bubblewrap::works);
        if (bubblewrap.isPresent()) {
            policy.requireNotRoot("workers", true);
            LOG.info("workers are confined by bubblewrap: they see their own files and the system's, nothing else");
            return bubblewrap.get();
        }
        if (mode == SandboxMode.REQUIRED) {
            throw new IllegalStateException(
                    "webendpoints.workers.sandbox is 'required', and bubblewrap (bwrap) is not on "
                            + "PATH or may not make user namespaces; install it, or set 'auto' or 'off'");
        }
        policy.requireNotRoot("workers", false);
        LOG.warn("workers are not confined: bubblewrap (bwrap) is off, not on PATH, or may not make user namespaces. "
                + "They run as the server's user and can read its files, and only what lies under /root and /pkg is "
                + "where the client put it");
        return new Unconfined(setsid);
    }

    /** Kills all first: whatever cannot be deleted keeps none of them alive. */
    private static void sweep(ProcessHost host) {
        try {
            List<RunDirectory> left = RunDirectory.leftIn(host.runs());
            left.forEach(run -> LOG.infof(
                    "a former worker is cleared away: worker=%s killed=%d",
                    run.workerId(),
                    Leftovers.killZygote(run.workerId()).size()
                            + Leftovers.kill(run.workerId()).size()));
            host.cgroups().ifPresent(cgroups -> cgroups.sweep(left.stream().map(RunDirectory::workerId)));
            left.forEach(ProcessRuntime::delete);
            RunDirectory.deleteKept(host.runs());
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("what former workers left could not be found", e);
        }
    }

    private static void delete(RunDirectory left) {
        try {
            left.delete();
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf(e, "a run directory is left: worker=%s", left.workerId());
        }
    }
}
