package dev.webendpoints.worker.process.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.webendpoints.host.CommandProbe;
import dev.webendpoints.host.NamespacePids;
import dev.webendpoints.sandbox.BubblewrapArguments;
import dev.webendpoints.sandbox.TenantUser;
import dev.webendpoints.worker.process.run.OrphanedProcesses;
import dev.webendpoints.worker.process.run.ReachablePaths;
import dev.webendpoints.worker.process.run.RunDirectory;
import dev.webendpoints.worker.process.run.WorkerPlan;

/**
 * Confinement by bubblewrap. The worker has its own user, mount, PID and IPC namespaces, no capabilities but those of
 * {@link WorkerUserIds}, and no new privileges. Its root directory contains the user's files at their absolute paths,
 * the system's programs read-only, the interpreter at its real path, and nothing else. The network is the machine's,
 * unless the plan says otherwise.
 *
 * <p>Everything outside the sandbox, including bubblewrap, runs with an environment that the server chooses. The
 * worker's variables are passed through a pipe, so that they are on no command line and reach no program outside.
 *
 * @param dataDirectory data directory of the server, invisible except for the parts that a worker needs
 * @param user user that bubblewrap and all of its children run as
 * @param ids user ids of a worker
 * @param maxProcesses maximum number of processes of one worker, including threads
 */
public record Bubblewrap(
        Path bwrap, Optional<Path> setsid, Path dataDirectory, TenantUser user, WorkerUserIds ids, int maxProcesses)
        implements Sandbox {

    private static final Path HUB = Path.of("/run/zygote");

    private static final Path SCRATCH = Path.of("/tmp");

    private static final Map<String, String> OUTSIDE = Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");

    /** Creates a network namespace; bubblewrap configures its loopback interface. */
    public static final String OWN_NETWORK = "--unshare-net";

    @Override
    public ReachablePaths reachable() {
        return ReachablePaths.confined(List.of(dataDirectory));
    }

    @Override
    public Path io(RunDirectory run) {
        return SandboxMounts.IO;
    }

    /** Moves the socket out of the tenant's reach: the server must not connect to a path that a tenant can replace. */
    @Override
    public Path socket(RunDirectory run, String name) throws IOException {
        return run.keepSocket(name);
    }

    @Override
    public Path scratch(RunDirectory run) {
        return SCRATCH;
    }

    @Override
    public Path remote(RunDirectory run, String absolute) {
        return Path.of(absolute);
    }

    @Override
    public void prepare(WorkerPlan plan) throws IOException {
        new ConfinedFiles(plan, user, ids).place();
    }

    @Override
    public Map<String, String> variables(WorkerPlan plan) {
        return plan.variables(Path.of("/root"), SCRATCH, io(plan.run()));
    }

    @Override
    public void handOver(RunDirectory run) throws IOException {
        run.handOver(user);
    }

    /** Empty if tenants' code runs as a user other than the server's: the server is root then and has access. */
    @Override
    public List<String> asOwner() {
        return user.uid().isPresent() ? List.of() : ids.entering();
    }

    @Override
    public ProcessCommand processCommand(WorkerPlan plan, List<String> command, Map<String, String> variables) {
        Map<String, String> outside = new HashMap<>(OUTSIDE);
        OrphanedProcesses.MARKERS.stream()
                .filter(variables::containsKey)
                .forEach(marker -> outside.put(marker, variables.get(marker)));
        return new ProcessCommand(command, Path.of("/"), outside, PipedArguments.of(variables));
    }

    @Override
    public List<String> command(WorkerPlan plan, List<String> python) throws IOException {
        SandboxMounts mounts = new SandboxMounts(plan, dataDirectory, user);
        List<String> confined = confined(plan, mounts, ids.arguments(), List.of(), python);
        return command(mounts.staging().running(ids.making(maxProcesses), confined));
    }

    private List<String> command(List<String> staged) {
        List<String> command = new ArrayList<>(PipedArguments.PREFIX);
        setsid.ifPresent(program -> command.add(program.toString()));
        command.addAll(staged);
        return command;
    }

    private List<String> confined(
            WorkerPlan plan, SandboxMounts mounts, List<String> users, List<String> places, List<String> python)
            throws IOException {
        List<String> sandboxed = new ArrayList<>(List.of(bwrap.toString()));
        sandboxed.addAll(PipedArguments.READ);
        sandboxed.addAll(users);
        sandboxed.addAll(BubblewrapArguments.NAMESPACES);
        if (plan.network().isOwn()) {
            sandboxed.add(OWN_NETWORK);
        }
        sandboxed.addAll(mounts.arguments());
        sandboxed.addAll(places);
        sandboxed.addAll(List.of(
                "--chdir", Optional.ofNullable(plan.environment().workdir()).orElse("/root")));
        sandboxed.add("--");
        sandboxed.addAll(python);
        return sandboxed;
    }

    @Override
    public Path hub(RunDirectory zygote) {
        return HUB;
    }

    /**
     * A forked worker creates its own namespaces. It needs a directory in which to assemble its root, and an unmasked
     * {@code /proc} in the mount namespace: without one the kernel does not let it mount another. That {@code /proc} is
     * inaccessible, since a tmpfs covers it that no process without capabilities can unmount.
     */
    @Override
    public List<String> zygoteCommand(WorkerPlan zygote, List<String> python) throws IOException {
        SandboxMounts mounts = new SandboxMounts(zygote, dataDirectory, user);
        List<String> places = List.of(
                "--bind",
                mounts.staging().at(zygote.run().hub()).toString(),
                HUB.toString(),
                "--dir",
                "/run/root",
                "--bind",
                "/proc",
                "/run/covered/proc",
                "--tmpfs",
                "/run/covered",
                "--remount-ro",
                "/run/covered",
                "--remount-ro",
                "/");
        List<String> confined = confined(zygote, mounts, ids.argumentsForZygote(), places, python);
        return command(mounts.staging().running(ids.makingForZygote(ZYGOTE_SHARES * maxProcesses), confined));
    }

    @Override
    public ForkConfinement ofForked() {
        return new ForkConfinement(ForkMounts.base(), ids.count(), maxProcesses);
    }

    @Override
    public List<BindMount> probe(WorkerPlan zygote) throws IOException {
        return new ForkMounts(zygote, dataDirectory, user, HUB).interpreter();
    }

    @Override
    public Optional<List<BindMount>> binds(WorkerPlan plan) throws IOException {
        return new ForkMounts(plan, dataDirectory, user, HUB.resolve(plan.run().workerId())).own();
    }

    @Override
    public void moveInto(RunDirectory zygote, RunDirectory worker) throws IOException {
        worker.moveInto(zygote, user);
    }

    /** True: bubblewrap's inner process is PID 1 in the worker's namespace. */
    @Override
    public boolean endsOrphans() {
        return true;
    }

    @Override
    public ProcessHandle program(Process zygote) throws IOException {
        return zygote.children()
                .flatMap(ProcessHandle::children)
                .findFirst()
                .orElseThrow(() -> new IOException("there is no process below bubblewrap's"));
    }

    /** Returns the descendants in an inner PID namespace: the worker is a child of bubblewrap's inner process. */
    @Override
    public Stream<ProcessHandle> programs(Process process) {
        return process.children()
                .flatMap(ProcessHandle::descendants)
                .filter(program -> NamespacePids.isInner(program, process));
    }

    /** Returns whether it works here; user namespaces may be forbidden. Blocks for milliseconds, at most seconds. */
    boolean works() {
        return CommandProbe.succeeds(probe(List.of(), List.of("/bin/sh", "-c", ":")));
    }

    /** Returns whether bubblewrap works with a network of its own, which some machines forbid. */
    public boolean separatesNetworks() {
        return CommandProbe.succeeds(probe(List.of(OWN_NETWORK), List.of("/bin/sh", "-c", ":")));
    }

    /** Returns the command that runs a program of the machine in a sandbox that shows the whole machine read-only. */
    public List<String> probe(List<String> options, List<String> program) {
        List<String> confinement = new ArrayList<>(ids.arguments());
        confinement.addAll(BubblewrapArguments.NAMESPACES);
        confinement.addAll(options);
        List<String> command = BubblewrapArguments.probe(bwrap, confinement, program);
        return user.stage(List.of()).running(ids.making(maxProcesses), command);
    }
}
