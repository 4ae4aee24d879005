package dev.webendpoints.worker.process.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.host.FileTrees;
import dev.webendpoints.sandbox.TenantUser;
import dev.webendpoints.worker.process.run.RunDirectory;
import dev.webendpoints.worker.process.run.WorkerNetwork;
import dev.webendpoints.worker.process.run.WorkerPlan;

/**
 * The files and mount points that a confined worker needs besides the user's files, placed before its user gets them.
 *
 * @param user user that the worker runs as
 * @param ids user ids of the worker
 */
record ConfinedFiles(WorkerPlan plan, TenantUser user, WorkerUserIds ids) {

    /** Has a directory for each deleted volume: {@code VolumeStore} of the volumes' files. */
    private static final String DELETED_VOLUMES = ".deleted";

    private static final Object PREPARING_VOLUME = new Object();

    /** Blocks. */
    void place() throws IOException {
        if (plan.environment().workdir() != null) {
            makeWorkdir();
        }
        new MountPoints(plan).makeIn(plan.run().tree());
        Path rootfs = plan.environment().rootfs();
        if (rootfs != null && Files.isDirectory(rootfs)) {
            mergeImageFiles(rootfs, plan.run().tree());
        }
        for (VolumeMount mount : plan.version().volumes()) {
            prepareVolume(plan.volume(mount));
        }
        AccountFiles.write(plan.run().etc(), ids.count());
        if (plan.network() == WorkerNetwork.OUTGOING) {
            ResolverFile.write(plan.run().etc());
        }
    }

    private void makeWorkdir() throws IOException {
        Path workdir = Path.of("/").relativize(Path.of(plan.environment().workdir()));
        Path rootfs = plan.environment().rootfs();
        if (rootfs == null || !Files.isDirectory(rootfs.resolve(workdir))) {
            Files.createDirectories(plan.run().tree().resolve(workdir));
        }
    }

    /**
     * Merges directories of the image that the mounts have as well, whose files win, and directories that are composed
     * from several places. The others are bind-mounted from the image.
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

    /** Prepares one at a time: workers and zygotes that start concurrently may be the first ones to use a volume. */
    private void prepareVolume(Path volume) throws IOException {
        if (Files.exists(volume.resolveSibling(DELETED_VOLUMES).resolve(volume.getFileName()))) {
            throw new IOException("a volume that the function mounts was deleted; deploy the app again");
        }
        synchronized (PREPARING_VOLUME) {
            if (!Files.exists(volume)) {
                Files.createDirectories(volume.getParent(), RunDirectory.PRIVATE);
                user.own(Files.createDirectories(volume));
            } else if (!user.owns(volume)) {
                user.own(volume);
            }
        }
    }
}
