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

import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.FunctionVersion.VolumeMount;
import dev.webendpoints.worker.WorkersConfig;

/**
 * Keeps workers from filling the disk, which the database shares: ends those whose files, or whose volume, have become larger
 * than they may be, and the one that wrote most when little is free. A volume that is full is mounted read-only from then
 * on. All but {@link #withFullVolumesReadOnly} belongs on one thread.
 */
final class WorkerDisk {

    private static final Logger LOG = Logger.getLogger(WorkerDisk.class);
    private static final long MEGABYTE = 1 << 20;

    /** A worker that wrote less since the last look is not why the disk is full. */
    private static final long WROTE_MUCH = 16 * MEGABYTE;

    private final Path volumes;
    private final List<String> asOwner;
    private final long maxFiles;
    private final long maxVolume;
    private final long minFree;
    private final Set<String> full = ConcurrentHashMap.newKeySet();
    private Map<Path, Long> before = Map.of();

    /** @param asOwner what to run before a command that is to see all files of workers, as {@link Sandbox#asOwner} */
    WorkerDisk(Path volumes, List<String> asOwner, WorkersConfig config) {
        this.volumes = volumes;
        this.asOwner = asOwner;
        this.maxFiles = config.maxFilesSize().asLongValue();
        this.maxVolume = config.maxVolumeSize().asLongValue();
        this.minFree = config.minFreeDisk().asLongValue();
    }

    /** What a worker is started as. */
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

    /** Measures what these workers have, and ends those that have too much. Blocks. */
    void look(Collection<ProcessWorker> workers) throws IOException {
        boolean low = isLow();
        Map<Path, Long> now = DiskUse.of(directoriesOf(workers), asOwner);
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

    private Set<Path> directoriesOf(Collection<ProcessWorker> workers) {
        Set<Path> directories = new LinkedHashSet<>();
        for (ProcessWorker worker : workers) {
            directories.addAll(worker.prepared().writableDirectories());
            writableVolumesOf(worker).forEach(volume -> directories.add(directoryOf(volume.volumeId())));
        }
        full.forEach(volume -> directories.add(directoryOf(volume)));
        return directories;
    }

    private void noteFullVolumes(Map<Path, Long> now) {
        full.removeIf(volume -> now.getOrDefault(directoryOf(volume), 0L) <= maxVolume);
        for (Map.Entry<Path, Long> each : now.entrySet()) {
            if (volumes.equals(each.getKey().getParent()) && each.getValue() > maxVolume) {
                String volume = each.getKey().getFileName().toString();
                if (full.add(volume)) {
                    LOG.warnf("a volume is full and mounted read-only: volume=%s bytes=%d", volume, each.getValue());
                }
            }
        }
    }

    private Optional<String> objectionTo(ProcessWorker worker, Map<Path, Long> now) {
        long files = filesOf(worker, now);
        if (files > maxFiles) {
            return Optional.of("its files have " + files / MEGABYTE + " MB, and a worker's may have "
                    + maxFiles / MEGABYTE + " MB (webendpoints.workers.max-files-size)");
        }
        return writableVolumesOf(worker).stream()
                .filter(this::isFull)
                .findFirst()
                .map(volume -> "its volume at " + volume.path() + " has "
                        + now.getOrDefault(directoryOf(volume.volumeId()), 0L) / MEGABYTE
                        + " MB, and a volume may have " + maxVolume / MEGABYTE
                        + " MB (webendpoints.workers.max-volume-size); until it has less, it is mounted read-only");
    }

    /** Since the last look, in its own files and its volumes; other workers may share these. */
    private long writtenBy(ProcessWorker worker, Map<Path, Long> now) {
        long written = worker.prepared().writableDirectories().stream()
                .mapToLong(directory -> now.getOrDefault(directory, 0L) - before.getOrDefault(directory, 0L))
                .sum();
        for (VolumeMount volume : writableVolumesOf(worker)) {
            Path directory = directoryOf(volume.volumeId());
            long size = now.getOrDefault(directory, 0L);
            written += size - before.getOrDefault(directory, size);
        }
        return written;
    }

    private static long filesOf(ProcessWorker worker, Map<Path, Long> now) {
        return worker.prepared().writableDirectories().stream()
                .mapToLong(directory -> now.getOrDefault(directory, 0L))
                .sum();
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
