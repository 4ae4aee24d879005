package dev.webendpoints.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import dev.webendpoints.cgroup.Cgroup;
import dev.webendpoints.host.FileTrees;
import dev.webendpoints.image.PythonEnvironment;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.FunctionVersion.Limits;
import dev.webendpoints.worker.process.control.ControlSocket;
import dev.webendpoints.worker.process.control.WorkerMessage;
import dev.webendpoints.worker.process.launch.CommandBuilder;
import dev.webendpoints.worker.process.launch.FreshProcess;
import dev.webendpoints.worker.process.launch.ProcessHost;
import dev.webendpoints.worker.process.network.AttachedNetwork;
import dev.webendpoints.worker.process.run.RunDirectory;
import dev.webendpoints.worker.process.run.WorkerPlan;
import dev.webendpoints.worker.process.run.WorkerProcess;
import dev.webendpoints.worker.process.sandbox.ProcessCommand;
import dev.webendpoints.worker.process.zygote.ForkedProcess;
import dev.webendpoints.worker.process.zygote.Zygote;
import dev.webendpoints.worker.process.zygote.Zygotes;
import dev.webendpoints.worker.process.zygote.Zygotes.Claim;

/**
 * Starts the process of one worker: forks it from the zygote of its image if possible, which takes a tenth of the time,
 * and starts a fresh process otherwise. All methods block.
 */
final class ProcessLauncher implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ProcessLauncher.class);

    private final ProcessHost host;
    private final Zygotes zygotes;
    private final Optional<Claim> claim;
    private volatile Optional<Cgroup> group = Optional.empty();
    private volatile Optional<AttachedNetwork> network = Optional.empty();

    /** @param zygotes zygotes of the host */
    ProcessLauncher(ProcessHost host, Zygotes zygotes, FunctionVersion version, PythonEnvironment environment) {
        this(host, zygotes, zygotes.claim(version, environment));
    }

    private ProcessLauncher(ProcessHost host, Zygotes zygotes, Optional<Claim> claim) {
        this.host = host;
        this.zygotes = zygotes;
        this.claim = claim;
    }

    /** Returns a launcher that starts a fresh process even if there is a suitable zygote. */
    static ProcessLauncher afresh(ProcessHost host, Zygotes zygotes) {
        return new ProcessLauncher(host, zygotes, Optional.empty());
    }

    /**
     * Starts the process.
     *
     * @throws ForkFailed if the zygote had access to the worker's directory but did not fork the worker. The directory
     *     must not be used again, since a tenant's process may have changed it
     */
    RunningProcess launch(WorkerPlan plan) throws IOException {
        group = host.group(plan.run(), plan.version());
        CommandBuilder launch = new CommandBuilder(plan, host.sandbox(), group);
        launch.writeFiles(host.exitGrace());
        Optional<Zygote> zygote = claim.flatMap(claimed -> parent(claimed, launch));
        return RunningProcess.launch(host, launch.plan(), control -> {
            if (zygote.isPresent()) {
                return forked(zygote.get(), launch, control);
            }
            ProcessCommand command = launch.process();
            host.sandbox().handOver(plan.run());
            Process process = host.launch(command);
            FreshProcess fresh = new FreshProcess(process, host.sandbox());
            attachNetwork(plan, fresh, () -> host.sandbox().programs(process));
            return fresh;
        });
    }

    private WorkerProcess forked(Zygote zygote, CommandBuilder launch, ControlSocket control) throws IOException {
        RunDirectory run = launch.plan().run();
        host.sandbox().handOver(run);
        ForkedProcess forked;
        try {
            host.sandbox().moveInto(claim.orElseThrow().run(), run);
            forked = zygote.fork(run.workerId(), launch.plan().network().isOwn());
        } catch (IOException e) {
            throw new ForkFailed(e.getMessage(), e);
        }
        limit(forked);
        attachNetwork(launch.plan(), forked, () -> forked.processes().stream());
        control.send(environment(launch));
        return forked;
    }

    /** Moves the worker into its group while it waits for its environment; none of its code runs before. */
    private void limit(ForkedProcess forked) {
        try {
            if (group.isPresent()) {
                group.get().take(forked::processes);
            }
        } catch (IOException e) {
            forked.kill();
            throw new UncheckedIOException("a worker could not be limited", e);
        }
    }

    /** Attaches the network of a worker with ports: other workers are not dialed and have no outgoing traffic. */
    private void attachNetwork(WorkerPlan plan, WorkerProcess worker, Supplier<Stream<ProcessHandle>> processes) {
        if (plan.network().isOwn() && plan.version().listensOnPort()) {
            network = Optional.of(AttachedNetwork.attach(
                    host.networks(), plan, worker, processes, host.threads().tasks()));
        }
    }

    /** Blocks until the worker's ports accept connections. @throws IOException if they do not */
    void awaitNetwork() throws IOException {
        if (network.isPresent()) {
            network.get().awaitReady();
        }
    }

    /** Returns the reason for the worker's end if it was killed for its memory limit. */
    Optional<String> outOfMemory() {
        return group.filter(Cgroup::ranOutOfMemory)
                .map(whole -> "the container ran out of memory (limit "
                        + whole.limits().memory() / Limits.MIB + " MiB), and was killed");
    }

    private Optional<Zygote> parent(Claim claimed, CommandBuilder launch) {
        RunDirectory run = launch.plan().run();
        try {
            Zygote zygote = claimed.zygote().join();
            boolean fits = !shadows(launch.plan(), zygote.packages())
                    && hasReadTheSame(claimed, zygote, launch.plan())
                    && run.isWhole()
                    && launch.writeBinds();
            return Optional.of(zygote).filter(warm -> fits);
        } catch (IOException | CompletionException e) {
            LOG.debugf("Zygote cannot be used: worker=%s reason=%s", run.workerId(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Returns whether the zygote's packages have read the values of variables that they would read in this worker. */
    private boolean hasReadTheSame(Claim claimed, Zygote zygote, WorkerPlan plan) throws IOException {
        if (claimed.isSnapshot()) {
            return true;
        }
        Optional<String> differing =
                zygote.differing(plan.version(), host.sandbox().variables(plan));
        differing.ifPresent(variable -> zygotes.onConflict(plan.version(), plan.environment(), variable));
        return differing.isEmpty();
    }

    /** Returns whether a user's file has the name of a package that the zygote has imported: in Modal the file wins. */
    private static boolean shadows(WorkerPlan plan, Set<String> packages) throws IOException {
        for (Path directory : userDirectories(plan)) {
            for (Path file : FileTrees.sortedChildren(directory)) {
                String name = file.getFileName().toString();
                if (packages.contains(name.endsWith(".py") ? name.substring(0, name.length() - 3) : name)) {
                    LOG.debugf(
                            "User file shadows an imported package: worker=%s name=%s",
                            plan.run().workerId(), name);
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the directories that precede the image's packages on {@code sys.path}. */
    private static List<Path> userDirectories(WorkerPlan plan) {
        Path tree = plan.run().tree();
        List<Path> directories = new ArrayList<>(List.of(tree.resolve("root"), tree.resolve("pkg")));
        PythonEnvironment environment = plan.environment();
        if (environment.workdir() != null) {
            String relative = environment.workdir().substring(1);
            directories.add(tree.resolve(relative));
            if (environment.rootfs() != null) {
                directories.add(environment.rootfs().resolve(relative));
            }
        }
        return directories;
    }

    /** Returns the message with the variables, sent only to the worker: no file and no shared zygote has secrets. */
    private byte[] environment(CommandBuilder launch) throws IOException {
        String line = WorkerMessage.JSON.writeValueAsString(
                Map.of("environment", host.sandbox().variables(launch.plan())));
        return line.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        network.ifPresent(AttachedNetwork::close);
        group.ifPresent(Cgroup::close);
        claim.ifPresent(claimed -> claimed.release().run());
    }
}
