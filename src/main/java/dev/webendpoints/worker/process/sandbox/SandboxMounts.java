package dev.webendpoints.worker.process.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.host.FileTrees;
import dev.webendpoints.sandbox.ProcMasks;
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

    /** Top-level names that the system uses, mostly links into {@code /usr}. */
    static final List<String> SYSTEM = List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

    /** Directories that are composed here: the user's files in them are bind-mounted one by one, next to the others. */
    private static final Set<String> COMPOSED = Set.of("etc", "run", "tmp", "var");

    private static final Set<String> NEVER = Set.of("proc", "dev", "sys");

    /** Files that programs read to find libraries, names, certificates and the time zone; no secrets of the host. */
    private static final List<String> ETC = List.of(
            "alternatives",
            "ca-certificates",
            "crypto-policies",
            "debian_version",
            "fonts",
            "gai.conf",
            "host.conf",
            "hosts",
            "ld.so.cache",
            "ld.so.conf",
            "ld.so.conf.d",
            "localtime",
            "magic",
            "mime.types",
            "nsswitch.conf",
            "os-release",
            "pki/ca-trust",
            "pki/tls/certs",
            "protocols",
            "resolv.conf",
            "services",
            "ssl/certs",
            "ssl/openssl.cnf",
            "terminfo",
            "timezone");

    private final WorkerPlan plan;
    private final Path dataDirectory;
    private final TenantUser.Staging staging;
    private final List<String> arguments = new ArrayList<>();

    /** Blocks. */
    SandboxMounts(WorkerPlan plan, Path dataDirectory, TenantUser user) throws IOException {
        this.plan = plan;
        this.dataDirectory = dataDirectory;
        this.staging = user.stage(sources(plan));
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
        addInterpreter();
        for (VolumeMount volume : plan.version().volumes()) {
            show(volume.readOnly() ? "--ro-bind" : "--bind", plan.volume(volume), Path.of(volume.path()));
        }
        show("--bind", plan.run().io(), IO);
        return arguments;
    }

    private void addSystem() throws IOException {
        new SystemTree(USR, plan.run().tree().resolve("usr"), staging, arguments).add();
        for (String name : SYSTEM) {
            Path path = ROOT.resolve(name);
            if (Files.isSymbolicLink(path)) {
                add("--symlink", Files.readSymbolicLink(path), path);
            } else {
                add("--ro-bind-try", path, path);
            }
        }
        arguments.addAll(List.of("--proc", "/proc"));
        arguments.addAll(ProcMasks.arguments());
        arguments.addAll(List.of("--dev", "/dev", "--dir", "/var/tmp", "--dir", "/run"));
        show("--bind", plan.run().scratch(), Path.of("/tmp"));
        for (String name : ETC) {
            Path path = Path.of("/etc", name);
            add("--ro-bind-try", path, path);
        }
        show("--ro-bind", plan.run().etc().resolve("passwd"), Path.of("/etc/passwd"));
        show("--ro-bind", plan.run().etc().resolve("group"), Path.of("/etc/group"));
        if (plan.network() == WorkerNetwork.OUTGOING) {
            show("--ro-bind", ResolverFile.in(plan.run().etc()), ResolverFile.ON_MACHINE);
        }
    }

    private void addUserFiles(Path tree, String bind) throws IOException {
        for (Path top : FileTrees.sortedChildren(tree)) {
            String name = top.getFileName().toString();
            if (COMPOSED.contains(name)) {
                for (Path file : FileTrees.sortedChildren(top)) {
                    show(bind, file, ROOT.resolve(name).resolve(file.getFileName()));
                }
            } else if (!isSystem(name)) {
                show(bind, top, ROOT.resolve(name));
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
            show("--ro-bind", top, ROOT.resolve(top.getFileName()));
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

    /** Adds the interpreter. A path above the data directory exposes that, so it is covered before paths below it. */
    private void addInterpreter() {
        List<Path> visible = interpreterPaths();
        visible.stream().filter(dataDirectory::startsWith).forEach(this::addReadOnly);
        if (dataDirectory.startsWith(USR) || visible.stream().anyMatch(dataDirectory::startsWith)) {
            arguments.addAll(List.of("--tmpfs", dataDirectory.toString()));
        }
        visible.stream().filter(path -> !dataDirectory.startsWith(path)).forEach(this::addReadOnly);
    }

    /** Returns the paths to mount, parents first. Those in {@code /usr} are mounted, unless in the data directory. */
    List<Path> interpreterPaths() {
        return InterpreterPaths.of(plan.environment()).stream()
                .filter(path -> !path.startsWith(USR) || path.startsWith(dataDirectory))
                .toList();
    }

    private void addReadOnly(Path path) {
        show("--ro-bind-try", path, path);
    }

    /** Adds a path of the server's own directories, from the place where it is staged. */
    private void show(String option, Path source, Path target) {
        add(option, staging.at(source), target);
    }

    private void add(String option, Path source, Path target) {
        arguments.addAll(List.of(option, source.toString(), target.toString()));
    }

    static boolean isSystem(String name) {
        return SYSTEM.contains(name) || NEVER.contains(name) || name.equals("usr");
    }
}
