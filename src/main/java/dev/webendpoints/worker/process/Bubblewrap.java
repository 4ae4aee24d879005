package dev.webendpoints.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.webendpoints.worker.FunctionVersion.VolumeMount;

/**
 * Confinement by bubblewrap: user, mount, PID and IPC namespaces of the worker's own, no capabilities, no new
 * privileges, a root directory that holds the user's files at their absolute names, the system's programs read-only, the
 * interpreter where it really is, and nothing else. The network is the machine's.
 *
 * @param dataDirectory of the server, never visible but for what a worker needs
 */
record Bubblewrap(Path bwrap, Optional<Path> setsid, Path dataDirectory) implements Sandbox {

    static final Path IO = Path.of("/run/worker");
    private static final Path HUB = Path.of("/run/zygote");

    /** Not 0: who is root without capabilities may not make another one root in a namespace (user_namespaces(7)). */
    private static final String ZYGOTE_ID = "1000";

    private static final Path SCRATCH = Path.of("/tmp");
    private static final int PROBE_SECONDS = 5;

    /** The worker is root in its own namespace, as it would be in one of Modal's containers. */
    private static final List<String> NAMESPACES = List.of(
            "--unshare-user",
            "--uid",
            "0",
            "--gid",
            "0",
            "--unshare-pid",
            "--unshare-ipc",
            "--unshare-cgroup-try",
            "--cap-drop",
            "ALL",
            "--die-with-parent",
            "--new-session");

    @Override
    public ReachablePaths reachable() {
        return ReachablePaths.ALL_BUT_SYSTEM;
    }

    @Override
    public Path io(RunDirectory run) {
        return IO;
    }

    /** Nothing that the worker could replace afterwards: its server would connect where the worker may not. */
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
        if (plan.environment().workdir() != null) {
            makeWorkdir(plan);
        }
        Path rootfs = plan.environment().rootfs();
        if (rootfs != null && Files.isDirectory(rootfs)) {
            mergeImageFiles(rootfs, plan.run().tree());
        }
        for (VolumeMount mount : plan.version().volumes()) {
            Files.createDirectories(plan.volume(mount));
        }
        Files.writeString(plan.run().etc().resolve("passwd"), "root:x:0:0:root:/root:/bin/sh\n");
        Files.writeString(plan.run().etc().resolve("group"), "root:x:0:\n");
    }

    @Override
    public Map<String, String> variables(WorkerPlan plan) {
        Map<String, String> variables = new HashMap<>(allVariables(plan));
        variables.keySet().removeIf(LoaderVariables::changesLoading);
        return variables;
    }

    @Override
    public List<String> command(WorkerPlan plan, List<String> python) throws IOException {
        return command(plan, List.of(), python);
    }

    private List<String> command(WorkerPlan plan, List<String> places, List<String> python) throws IOException {
        List<String> command = new ArrayList<>();
        setsid.ifPresent(program -> command.add(program.toString()));
        command.add(bwrap.toString());
        command.addAll(NAMESPACES);
        command.addAll(new SandboxMounts(plan, dataDirectory).arguments());
        command.addAll(places);
        command.addAll(List.of(
                "--chdir", Optional.ofNullable(plan.environment().workdir()).orElse("/root")));
        LoaderVariables.of(allVariables(plan))
                .forEach((name, value) -> command.addAll(List.of("--setenv", name, value)));
        command.add("--");
        command.addAll(python);
        return command;
    }

    @Override
    public Path hub(RunDirectory zygote) {
        return HUB;
    }

    /**
     * A worker makes namespaces of its own, for which it needs a place to put its root together and, in sight of the
     * kernel, the machine's whole {@code /proc}: without one it may not mount another. Nobody gets at that one, since
     * something lies over it, which no process without capabilities can take away.
     */
    @Override
    public List<String> zygoteCommand(WorkerPlan zygote, List<String> python) throws IOException {
        List<String> places = List.of(
                "--uid",
                ZYGOTE_ID,
                "--gid",
                ZYGOTE_ID,
                "--bind",
                zygote.run().hub().toString(),
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
        return command(zygote, places, python);
    }

    @Override
    public List<Bind> base() {
        return ForkMounts.base();
    }

    @Override
    public List<Bind> probe(WorkerPlan zygote) {
        return new ForkMounts(zygote, dataDirectory, HUB).interpreter();
    }

    @Override
    public Optional<List<Bind>> binds(WorkerPlan plan, Path place) throws IOException {
        return new ForkMounts(plan, dataDirectory, place).own();
    }

    /** Its inner process is PID 1 in the worker's namespace. */
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

    /** Below bubblewrap's outer process is its inner one, and below that the worker. */
    @Override
    public Stream<ProcessHandle> programs(Process process) {
        return process.children().flatMap(ProcessHandle::descendants);
    }

    /** Whether it works here: user namespaces may be forbidden. Blocks for a few milliseconds, seconds at worst. */
    boolean works() {
        List<String> command = new ArrayList<>(List.of(bwrap.toString()));
        command.addAll(NAMESPACES);
        command.addAll(List.of("--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "--", "/bin/sh", "-c", ":"));
        try {
            Process probe = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS);
            probe.destroyForcibly();
            return ended && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Map<String, String> allVariables(WorkerPlan plan) {
        return plan.variables(Path.of("/root"), SCRATCH);
    }

    /**
     * What the mounts have too is merged, so that theirs win, and so are directories that are put together from several
     * places; the rest is bound from where the image keeps it.
     */
    private static void mergeImageFiles(Path rootfs, Path tree) throws IOException {
        try (Stream<Path> tops = Files.list(rootfs)) {
            for (Path top : tops.toList()) {
                Path merged = tree.resolve(top.getFileName());
                if (Files.exists(merged)
                        || SandboxMounts.isComposed(top.getFileName().toString())) {
                    FileTrees.copyMissing(top, merged);
                }
            }
        }
    }

    private static void makeWorkdir(WorkerPlan plan) throws IOException {
        Path workdir = Path.of("/").relativize(Path.of(plan.environment().workdir()));
        Path rootfs = plan.environment().rootfs();
        if (rootfs == null || !Files.isDirectory(rootfs.resolve(workdir))) {
            Files.createDirectories(plan.run().tree().resolve(workdir));
        }
    }
}
