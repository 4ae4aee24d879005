package dev.webendpoints.worker.process.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.worker.process.run.InterpreterPaths;
import dev.webendpoints.worker.process.run.WorkerPlan;

/**
 * The mount points in a worker's files. They are created before a tenant's code can write there, and every component
 * must be a directory: bubblewrap would follow a symbolic link in its place.
 */
record MountPoints(WorkerPlan plan) {

    /** Blocks. */
    void makeIn(Path tree) throws IOException {
        Path rootfs = plan.environment().rootfs();
        for (Path target : targets()) {
            Path top = target.getName(0);
            boolean isInFiles = Files.exists(tree.resolve(top), LinkOption.NOFOLLOW_LINKS)
                    || rootfs != null && Files.exists(rootfs.resolve(top), LinkOption.NOFOLLOW_LINKS);
            if (isInFiles
                    && target.getNameCount() > 1
                    && !SandboxMounts.isComposed(top.toString())
                    && !SandboxMounts.isSystem(top.toString())) {
                make(tree, target);
            }
        }
    }

    private List<Path> targets() {
        return Stream.concat(
                        plan.version().volumes().stream().map(VolumeMount::path).map(Path::of),
                        InterpreterPaths.of(plan.environment()).stream())
                .toList();
    }

    private static void make(Path tree, Path target) throws IOException {
        Path made = tree;
        for (Path name : target) {
            made = made.resolve(name);
            if (!Files.exists(made, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(made);
            } else if (!Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException("a directory is needed at /" + tree.relativize(made) + ", where a file is");
            }
        }
    }
}
