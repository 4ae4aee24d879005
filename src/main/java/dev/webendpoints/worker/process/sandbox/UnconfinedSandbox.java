package dev.webendpoints.worker.process.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.host.FileTrees;
import dev.webendpoints.worker.process.run.ReachablePaths;
import dev.webendpoints.worker.process.run.RunDirectory;
import dev.webendpoints.worker.process.run.WorkerPlan;

/** No confinement: the worker runs as the server's user, and its {@code /root} is below its run directory. */
public record UnconfinedSandbox(Optional<Path> setsid) implements Sandbox {

    @Override
    public ReachablePaths reachable() {
        return ReachablePaths.unconfined();
    }

    @Override
    public Path io(RunDirectory run) {
        return run.io();
    }

    /** Returns the socket unmoved: the worker may connect wherever the server may. */
    @Override
    public Path socket(RunDirectory run, String name) {
        return run.io().resolve(name);
    }

    /** Returns 0, since the kernel would count the processes of the server and of all other programs of its user. */
    @Override
    public int maxProcesses() {
        return 0;
    }

    @Override
    public Path scratch(RunDirectory run) {
        return run.scratch();
    }

    @Override
    public Path remote(RunDirectory run, String absolute) {
        return run.tree().resolve(absolute.substring(1));
    }

    @Override
    public List<String> asOwner() {
        return List.of();
    }

    @Override
    public void prepare(WorkerPlan plan) throws IOException {
        Path rootfs = plan.environment().rootfs();
        if (rootfs != null && Files.isDirectory(rootfs)) {
            FileTrees.copyMissing(rootfs, plan.run().tree());
        }
        if (plan.environment().workdir() != null) {
            Files.createDirectories(remote(plan.run(), plan.environment().workdir()));
        }
        for (VolumeMount mount : plan.version().volumes()) {
            link(plan.volume(mount), remote(plan.run(), mount.path()));
        }
    }

    @Override
    public Map<String, String> variables(WorkerPlan plan) {
        return plan.variables(remote(plan.run(), "/root"), scratch(plan.run()), io(plan.run()));
    }

    @Override
    public ProcessCommand processCommand(WorkerPlan plan, List<String> command, Map<String, String> variables) {
        return new ProcessCommand(command, plan.run().tree().resolve("root"), variables, new byte[0]);
    }

    @Override
    public void handOver(RunDirectory run) {}

    @Override
    public List<String> command(WorkerPlan plan, List<String> python) {
        return Stream.concat(setsid.stream().map(Path::toString), python.stream())
                .toList();
    }

    @Override
    public Path hub(RunDirectory zygote) {
        return zygote.siblings();
    }

    @Override
    public List<String> zygoteCommand(WorkerPlan zygote, List<String> python) {
        return command(zygote, python);
    }

    @Override
    public ForkConfinement ofForked() {
        return null;
    }

    @Override
    public List<BindMount> probe(WorkerPlan zygote) {
        return List.of();
    }

    @Override
    public Optional<List<BindMount>> binds(WorkerPlan plan) {
        return Optional.of(List.of());
    }

    /** Does nothing: all workers and zygotes see all directories. */
    @Override
    public void moveInto(RunDirectory zygote, RunDirectory worker) {}

    @Override
    public ProcessHandle program(Process zygote) {
        return zygote.toHandle();
    }

    @Override
    public boolean endsOrphans() {
        return false;
    }

    @Override
    public Stream<ProcessHandle> programs(Process process) {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()));
    }

    private static void link(Path volume, Path at) throws IOException {
        Files.createDirectories(volume);
        Files.createDirectories(at.getParent());
        Files.createSymbolicLink(at, volume);
    }
}
