package dev.webendpoints.worker.process.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.host.FileTrees;
import dev.webendpoints.sandbox.BubblewrapArguments;
import dev.webendpoints.sandbox.TenantUser;
import dev.webendpoints.worker.process.run.InterpreterPaths;
import dev.webendpoints.worker.process.run.RunDirectory;
import dev.webendpoints.worker.process.run.WorkerNetwork;
import dev.webendpoints.worker.process.run.WorkerPlan;

/**
 * The mounts of a confined worker as bubblewrap's arguments. A later mount covers an earlier one, so the order is: the
 * system, the user's files, the interpreter, which may be below the same {@code /root}, then volumes and sockets.
 */
final class SandboxMounts {

    /** The path at which a confined worker sees {@link RunDirectory#io}. */
    static final Path IO = Path.of("/run/worker");

    private static final Path ROOT = Path.of("/");
    private static final Path USR = Path.of("/usr");

    /** Directories that are composed here: the user's files in them are bind-mounted one by one, next to the others. */
    private static final Set<String> COMPOSED = Set.of("etc", "run", "tmp", "var");

    private static final Set<String> NEVER = Set.of("proc", "dev", "sys");

    /** What programs of workers read in {@code /etc} besides what every program reads. */
    private static final List<String> ETC = List.of("fonts", "magic", "terminfo");

    private final WorkerPlan plan;
    private final Path dataDirectory;
    private final TenantUser.Staging staging;
    private final BubblewrapArguments arguments;

    /** Blocks. */
    SandboxMounts(WorkerPlan plan, Path dataDirectory, TenantUser user) throws IOException {
        this.plan = plan;
        this.dataDirectory = dataDirectory;
        this.staging = user.stage(sources(plan));
        this.arguments = new BubblewrapArguments(staging);
    }

    /** Returns the server's own paths that {@link #arguments} mount, and the hub that a zygote sees. */
    private List<Path> sources(WorkerPlan plan) throws IOException {
        RunDirectory run = plan.run();
        return Stream.of(
                        Stream.of(run.tree(), run.scratch(), run.etc(), run.io(), run.hub()),
                        imageFiles().stream(),
                        interpreterPaths().stream(),
                        plan.version().volumes().stream().map(plan::volume))
                .flatMap(paths -> paths)
                .toList();
    }

    TenantUser.Staging staging() {
        return staging;
    }

    List<String> arguments() throws IOException {
        addSystem();
        addUserFiles(plan.run().tree(), "--bind");
        addImageFiles();
        arguments.addReadOnly(interpreterPaths(), dataDirectory);
        for (VolumeMount volume : plan.version().volumes()) {
            arguments.show(volume.readOnly() ? "--ro-bind" : "--bind", plan.volume(volume), Path.of(volume.path()));
        }
        arguments.show("--bind", plan.run().io(), IO);
        return arguments.list();
    }

    private void addSystem() throws IOException {
        new SystemTree(USR, plan.run().tree().resolve("usr"), arguments).add();
        arguments.addSystem();
        arguments.show("--bind", plan.run().scratch(), Path.of("/tmp"));
        arguments.addEtc(ETC);
        arguments.show("--ro-bind", plan.run().etc().resolve("passwd"), Path.of("/etc/passwd"));
        arguments.show("--ro-bind", plan.run().etc().resolve("group"), Path.of("/etc/group"));
        if (plan.network() == WorkerNetwork.OUTGOING) {
            arguments.show("--ro-bind", ResolverFile.in(plan.run().etc()), ResolverFile.ON_MACHINE);
        }
    }

    private void addUserFiles(Path tree, String bind) throws IOException {
        for (Path top : FileTrees.sortedChildren(tree)) {
            String name = top.getFileName().toString();
            if (COMPOSED.contains(name)) {
                for (Path file : FileTrees.sortedChildren(top)) {
                    arguments.show(bind, file, ROOT.resolve(name).resolve(file.getFileName()));
                }
            } else if (!isSystem(name)) {
                arguments.show(bind, top, ROOT.resolve(name));
            }
        }
    }

    /** Returns whether a top-level directory is composed from several places. */
    static boolean isComposed(String name) {
        return COMPOSED.contains(name) || name.equals("usr");
    }

    /** Adds the image's files that the tree does not have; the others were merged into the tree. */
    private void addImageFiles() throws IOException {
        for (Path top : imageFiles()) {
            arguments.show("--ro-bind", top, ROOT.resolve(top.getFileName()));
        }
    }

    List<Path> imageFiles() throws IOException {
        Path rootfs = plan.environment().rootfs();
        List<Path> tops = rootfs == null ? List.of() : FileTrees.sortedChildren(rootfs);
        return tops.stream()
                .filter(top -> !Files.exists(plan.run().tree().resolve(top.getFileName())))
                .filter(top -> !isSystem(top.getFileName().toString()) && !Files.isSymbolicLink(top))
                .toList();
    }

    /** Returns the interpreter's paths to mount, parents first. */
    List<Path> interpreterPaths() {
        return BubblewrapArguments.outsideUsr(InterpreterPaths.of(plan.environment()), dataDirectory);
    }

    static boolean isSystem(String name) {
        return BubblewrapArguments.SYSTEM.contains(name) || NEVER.contains(name) || name.equals("usr");
    }
}
