package dev.webendpoints.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jboss.logging.Logger;

import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.host.DiskUsage;
import dev.webendpoints.host.DiskUsage.Usage;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.WorkersConfig;
import dev.webendpoints.worker.process.sandbox.Sandbox;

/**
 * Keeps workers from filling the disk, which the database shares. Kills workers whose files or volume exceed the limits
 * on size or number of files, and, if free space is low, the worker that wrote most. A full volume is mounted read-only
 * from then on. All methods but {@link #withFullVolumesReadOnly} must be called on one thread.
 */
final class WorkerDisk {

    private static final Logger LOG = Logger.getLogger(WorkerDisk.class);
    private static final long MEGABYTE = 1 << 20;

    /** Bytes; a worker that wrote less since the last measurement did not fill the disk. */
    private static final long WROTE_MUCH = 16 * MEGABYTE;

    private final Path volumes;
    private final List<String> asOwner;
    private final long maxFilesSize;
    private final long maxVolumeSize;
    private final long maxFiles;
    private final long minFree;
    private final Set<String> full = ConcurrentHashMap.newKeySet();
    private Map<Path, Usage> before = Map.of();

    /** @param asOwner command prefix that gives access to all files of workers: {@link Sandbox#asOwner} */
    WorkerDisk(Path volumes, List<String> asOwner, WorkersConfig config) {
        this.volumes = volumes;
        this.asOwner = asOwner;
        this.maxFilesSize = config.maxFilesSize().asLongValue();
        this.maxVolumeSize = config.maxVolumeSize().asLongValue();
        this.maxFiles = config.maxFiles();
        this.minFree = config.minFreeDisk().asLongValue();
    }

    /** Returns the version to start a worker with: full volumes are read-only in it. */
    FunctionVersion withFullVolumesReadOnly(FunctionVersion version) {
        if (full.isEmpty() || version.volumes().stream().noneMatch(this::isFull)) {
            return version;
        }
        return version.withVolumes(version.volumes().stream()
                .map(volume -> isFull(volume) ? new VolumeMount(volume.volumeId(), volume.path(), true) : volume)
                .toList());
    }

    boolean isLow() throws IOException {
        Files.createDirectories(volumes);
        return Files.getFileStore(volumes).getUsableSpace() < minFree;
    }

    /** Measures the disk usage of workers, and kills those that exceed a limit. Blocks. */
    void look(Collection<ProcessWorker> workers) throws IOException {
        boolean low = isLow();
        Map<Path, Usage> now = measured(directoriesOf(workers));
        noteFullVolumes(now);
        for (ProcessWorker worker : workers) {
            objectionTo(worker, now).ifPresent(worker::fail);
        }
        if (low) {
            workers.stream()
                    .max(Comparator.comparingLong(worker -> writtenBy(worker, now)))
                    .filter(worker -> writtenBy(worker, now) > WROTE_MUCH)
                    .ifPresent(worker -> worker.fail("the server's disk has less than " + minFree / MEGABYTE
                            + " MB free (webendpoints.workers.min-free-disk), and this worker wrote most of late"));
        }
        before = now;
    }

    /** Measures directories; those that were not counted in time keep their previous usage. */
    private Map<Path, Usage> measured(Set<Path> directories) throws IOException {
        Map<Path, Usage> now = DiskUsage.of(directories, maxFiles, asOwner);
        List<Path> unknown = directories.stream()
                .filter(directory -> !now.containsKey(directory) && Files.isDirectory(directory))
                .toList();
        if (!unknown.isEmpty()) {
            LOG.warnf("Directories not measured in time: count=%d first=%s", unknown.size(), unknown.get(0));
            unknown.forEach(directory -> now.put(directory, before.getOrDefault(directory, Usage.NONE)));
        }
        return now;
    }

    private Set<Path> directoriesOf(Collection<ProcessWorker> workers) {
        Set<Path> directories = new LinkedHashSet<>();
        for (ProcessWorker worker : workers) {
            directories.addAll(worker.prepared().writableDirectories());
            writableVolumesOf(worker).forEach(volume -> directories.add(directoryOf(volume.volumeId())));
        }
        full.forEach(volume -> directories.add(directoryOf(volume)));
        return directories;
    }

    private void noteFullVolumes(Map<Path, Usage> now) {
        full.removeIf(volume -> !isFull(usageOf(directoryOf(volume), now)));
        for (Map.Entry<Path, Usage> each : now.entrySet()) {
            if (volumes.equals(each.getKey().getParent()) && isFull(each.getValue())) {
                String volume = each.getKey().getFileName().toString();
                if (full.add(volume)) {
                    LOG.warnf(
                            "Volume is full and mounted read-only: volume=%s bytes=%d files=%d",
                            volume, each.getValue().bytes(), each.getValue().files());
                }
            }
        }
    }

    private boolean isFull(Usage volume) {
        return volume.bytes() > maxVolumeSize || volume.files() > maxFiles;
    }

    private Optional<String> objectionTo(ProcessWorker worker, Map<Path, Usage> now) {
        Usage own = filesOf(worker, now);
        if (own.bytes() > maxFilesSize) {
            return Optional.of("its files have " + own.bytes() / MEGABYTE + " MB, and a worker's may have "
                    + maxFilesSize / MEGABYTE + " MB (webendpoints.workers.max-files-size)");
        }
        if (own.files() > maxFiles) {
            return Optional.of("it has more than " + maxFiles
                    + " files and directories, which is what a worker may have (webendpoints.workers.max-files)");
        }
        return writableVolumesOf(worker).stream()
                .filter(this::isFull)
                .findFirst()
                .map(volume -> "its volume at " + volume.path()
                        + excess(usageOf(directoryOf(volume.volumeId()), now))
                        + "; until it has less, it is mounted read-only");
    }

    private String excess(Usage volume) {
        return volume.files() > maxFiles
                ? " has more than " + maxFiles
                        + " files and directories, which is what a volume may have (webendpoints.workers.max-files)"
                : " has " + volume.bytes() / MEGABYTE + " MB, and a volume may have " + maxVolumeSize / MEGABYTE
                        + " MB (webendpoints.workers.max-volume-size)";
    }

    /** Returns the bytes written since the last measurement to its files and to its volumes, which may be shared. */
    private long writtenBy(ProcessWorker worker, Map<Path, Usage> now) {
        long written = filesOf(worker, now).bytes() - filesOf(worker, before).bytes();
        for (VolumeMount volume : writableVolumesOf(worker)) {
            Path directory = directoryOf(volume.volumeId());
            Usage usage = usageOf(directory, now);
            written += usage.bytes() - before.getOrDefault(directory, usage).bytes();
        }
        return written;
    }

    private static Usage filesOf(ProcessWorker worker, Map<Path, Usage> measured) {
        return worker.prepared().writableDirectories().stream()
                .map(directory -> usageOf(directory, measured))
                .reduce(Usage.NONE, Usage::plus);
    }

    private static Usage usageOf(Path directory, Map<Path, Usage> measured) {
        return measured.getOrDefault(directory, Usage.NONE);
    }

    private static List<VolumeMount> writableVolumesOf(ProcessWorker worker) {
        return worker.version().volumes().stream()
                .filter(volume -> !volume.readOnly())
                .toList();
    }

    private boolean isFull(VolumeMount volume) {
        return full.contains(volume.volumeId());
    }

    private Path directoryOf(String volumeId) {
        return volumes.resolve(Path.of(volumeId).getFileName());
    }
}
