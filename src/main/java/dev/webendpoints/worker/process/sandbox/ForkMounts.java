package dev.webendpoints.worker.process.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.webendpoints.host.FileTrees;
import dev.webendpoints.sandbox.BubblewrapArguments;
import dev.webendpoints.sandbox.TenantUser;
import dev.webendpoints.worker.process.run.WorkerNetwork;
import dev.webendpoints.worker.process.run.WorkerPlan;

/**
 * The mounts of a confined worker that a zygote forks. They are the same as those of a worker that bubblewrap starts,
 * but assembled from paths that the zygote sees. The order is the same too, since later mounts cover earlier ones.
 */
final class ForkMounts {

    private static final Path ROOT = Path.of("/");

    private final WorkerPlan plan;
    private final SandboxMounts mounts;
    private final Path place;

    /** @param place path of the worker's run directory as its zygote sees it */
    ForkMounts(WorkerPlan plan, Path dataDirectory, TenantUser user, Path place) throws IOException {
        this.plan = plan;
        this.mounts = new SandboxMounts(plan, dataDirectory, user);
        this.place = place;
    }

    /** Returns the mounts of the system, which all workers have. */
    static List<BindMount> base() {
        List<BindMount> system = new ArrayList<>();
        BubblewrapArguments.SYSTEM.stream()
                .map(ROOT::resolve)
                .filter(Files::exists)
                .forEach(path -> system.add(BindMount.same(path)));
        system.add(BindMount.same(Path.of("/usr")));
        system.add(BindMount.same(Path.of("/etc")));
        return system;
    }

    List<BindMount> interpreter() {
        return mounts.interpreterPaths().stream().map(BindMount::same).toList();
    }

    /**
     * Returns the mounts above the base. Empty for a worker with files in directories that are composed with the
     * system's, which only bubblewrap can assemble. Blocks.
     */
    Optional<List<BindMount>> own() throws IOException {
        List<Path> tops = FileTrees.sortedChildren(plan.run().tree());
        if (tops.stream()
                .anyMatch(top -> SandboxMounts.isComposed(top.getFileName().toString()))) {
            return Optional.empty();
        }
        List<BindMount> binds = new ArrayList<>();
        binds.add(BindMount.of(place.resolve("tmp"), Path.of("/tmp")));
        for (Path top : tops) {
            Path name = ROOT.resolve(top.getFileName());
            if (!SandboxMounts.isSystem(top.getFileName().toString())) {
                binds.add(BindMount.of(place.resolve("tree").resolve(top.getFileName()), name));
            }
        }
        mounts.imageFiles().forEach(top -> binds.add(BindMount.same(ROOT.resolve(top.getFileName()))));
        binds.addAll(interpreter());
        plan.version().volumes().forEach(volume -> binds.add(BindMount.same(Path.of(volume.path()))));
        if (plan.network() == WorkerNetwork.OUTGOING && Files.exists(ResolverFile.ON_MACHINE)) {
            binds.add(BindMount.of(ResolverFile.in(place.resolve("etc")), ResolverFile.ON_MACHINE));
        }
        binds.add(BindMount.of(place.resolve("io"), SandboxMounts.IO));
        return Optional.of(binds);
    }
}
