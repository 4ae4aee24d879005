package dev.webendpoints.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import dev.webendpoints.cgroup.Cgroup;
import dev.webendpoints.image.PythonEnvironment;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.FunctionVersion.Limits;
import dev.webendpoints.worker.process.Zygotes.Claim;

/**
 * How the process of one worker comes to be: forked from its image's zygote where that can be, which takes a tenth of the
 * time, and started afresh otherwise. All of it blocks.
 */
final class ProcessLauncher implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ProcessLauncher.class);

    private final ProcessHost host;
    private final Optional<Claim> claim;
    private volatile Optional<Cgroup> group = Optional.empty();
    private volatile Optional<AttachedNetwork> network = Optional.empty();

    /** @param zygotes of the host */
    ProcessLauncher(ProcessHost host, Zygotes zygotes, FunctionVersion version, PythonEnvironment environment) {
        this(host, zygotes.claim(version, environment));
    }

    private ProcessLauncher(ProcessHost host, Optional<Claim> claim) {
        this.host = host;
        this.claim = claim;
    }

    /** One that starts the worker afresh, whatever zygotes there are. */
    static ProcessLauncher afresh(ProcessHost host) {
        return new ProcessLauncher(host, Optional.empty());
    }

    /**
     * Starts the process.
     *
     * @throws ForkFailed when the zygote has seen the worker's directory, but did not fork it. What a tenant's process may
     *     have changed since is not used again
     */
    RunningProcess launch(WorkerPlan plan) throws IOException {
        group = host.group(plan.run(), plan.version());
        CommandBuilder launch = new CommandBuilder(plan, host.sandbox(), group);
        launch.writeFiles(host.exitGrace());
        Optional<Zygote> zygote = claim.flatMap(claimed -> parent(claimed, launch));
        return RunningProcess.launch(host, launch.plan().run(), control -> {
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

    /** While it waits for its environment, none of its code runs. */
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

    /** Only ports are dialed, and only what has ports has a way out. */
    private void attachNetwork(WorkerPlan plan, WorkerProcess worker, Supplier<Stream<ProcessHandle>> processes) {
        if (plan.network().isOwn() && plan.version().listensOnPort()) {
            network = Optional.of(AttachedNetwork.attach(host, plan, worker, processes));
        }
    }

    /** Blocks until the worker's ports can be connected to. @throws IOException when they cannot */
    void awaitNetwork() throws IOException {
        if (network.isPresent()) {
            network.get().awaitReady();
        }
    }

    /** Why the worker was killed, if it was for its memory. */
    Optional<String> outOfMemory() {
        return group.filter(Cgroup::ranOutOfMemory)
                .map(whole -> "it needed more than the function's memory limit of "
                        + whole.limits().memory() / Limits.MIB + " MiB, and was killed");
    }

    private Optional<Zygote> parent(Claim claimed, CommandBuilder launch) {
        RunDirectory run = launch.plan().run();
        try {
            Zygote zygote = claimed.zygote().join();
            boolean fits = !shadows(run, zygote.packages()) && run.isWhole() && launch.writeBinds();
            return Optional.of(zygote).filter(warm -> fits);
        } catch (IOException | CompletionException e) {
            LOG.debugf("a zygote is of no use: worker=%s reason=%s", run.workerId(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether a file of the user's has the name of a package that the zygote has imported: in Modal the file would win. */
    private static boolean shadows(RunDirectory run, Set<String> packages) throws IOException {
        for (String directory : new String[] {"root", "pkg"}) {
            for (Path file : SandboxMounts.children(run.tree().resolve(directory))) {
                String name = file.getFileName().toString();
                if (packages.contains(name.endsWith(".py") ? name.substring(0, name.length() - 3) : name)) {
                    LOG.debugf("a user's file has the name of a package: worker=%s name=%s", run.workerId(), name);
                    return true;
                }
            }
        }
        return false;
    }

    /** Told to the worker alone: its zygote knows no secrets, and no file holds them. */
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
