package dev.webendpoints.logs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The log files of all apps: one folder for each app, with segments that are rolled by size and deleted oldest first.
 * Used by the writer thread only. All methods block except {@link #belongsTo}, which is thread-safe.
 */
final class LogFiles {

    /** Maximum lead of ids over the clock, in microseconds. */
    private static final long AHEAD = 1_000_000;

    /** Output of tenants' programs is readable by the server's user only. */
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;
    private final LogLimits limits;
    /** Name of the file in an app's folder that contains the id of its workspace. */
    private static final String WORKSPACE = "workspace";

    private final Map<String, String> workspaces = new ConcurrentHashMap<>();
    private final Set<String> marked = new HashSet<>();
    private final Map<String, Deque<Stored>> byApp = new HashMap<>();
    private long bytes;

    LogFiles(Path root, LogLimits limits) {
        this.root = root;
        this.limits = limits;
    }

    static Path folder(Path root, String appId) {
        return root.resolve(appId);
    }

    /** Assigns an app to a workspace. Without it, the app's lines count as a workspace of their own. */
    void belongsTo(String appId, String workspaceId) {
        workspaces.put(appId, workspaceId);
    }

    /** Finds the files of a former server. Returns an upper bound of the ids in them. */
    long find() throws IOException {
        if (!Files.isDirectory(root)) {
            return 0;
        }
        long newest = 0;
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                findWorkspace(folder);
                for (LogSegment segment : LogSegment.in(folder)) {
                    Stored stored = Stored.found(segment);
                    segmentsOf(folder.getFileName().toString()).addLast(stored);
                    bytes += stored.size;
                    newest = Math.max(newest, LogIds.of(stored.lastWritten));
                }
            }
        }
        return newest + AHEAD;
    }

    private void findWorkspace(Path folder) throws IOException {
        Path mark = folder.resolve(WORKSPACE);
        if (Files.isRegularFile(mark)) {
            workspaces.put(folder.getFileName().toString(), Files.readString(mark));
        }
    }

    private void markWorkspace(String appId) throws IOException {
        String workspace = workspaces.get(appId);
        if (workspace != null && marked.add(appId)) {
            Files.writeString(folder(root, appId).resolve(WORKSPACE), workspace);
        }
    }

    /** @param lines of that app, each newer than all previous ones */
    void append(String appId, List<LogLine> lines, Instant now) throws IOException {
        StringBuilder records = new StringBuilder();
        long firstId = 0;
        for (LogLine line : lines) {
            if (records.isEmpty()) {
                firstId = line.id();
            }
            LogRecord.write(line, records);
            if (records.length() >= limits.segmentBytes()) {
                append(appId, firstId, records, now);
                records.setLength(0);
            }
        }
        if (!records.isEmpty()) {
            append(appId, firstId, records, now);
        }
    }

    private void append(String appId, long firstId, StringBuilder records, Instant now) throws IOException {
        if (!Files.exists(root)) {
            Files.createDirectories(root.getParent());
            Files.createDirectory(root, PRIVATE);
        }
        byte[] encoded = records.toString().getBytes(StandardCharsets.UTF_8);
        Stored current = current(appId, firstId);
        bytes += current.append(encoded, now);
        markWorkspace(appId);
        keepWithin(appId, current);
    }

    private Stored current(String appId, long firstId) {
        Deque<Stored> segments = segmentsOf(appId);
        if (segments.isEmpty() || segments.peekLast().size >= limits.segmentBytes()) {
            segments.addLast(Stored.fresh(LogSegment.beginningWith(folder(root, appId), firstId)));
        }
        return segments.peekLast();
    }

    /** Deletes segments until all limits hold. Never deletes the segment that was just written. */
    private void keepWithin(String appId, Stored written) throws IOException {
        Deque<Stored> own = segmentsOf(appId);
        while (own.size() > 1 && own.stream().mapToLong(stored -> stored.size).sum() > limits.appBytes()) {
            deleteOldest(appId);
        }
        Predicate<String> sameWorkspace = app -> workspaceOf(app).equals(workspaceOf(appId));
        keepWithin(() -> sizeOf(sameWorkspace) > limits.workspaceBytes(), sameWorkspace, written);
        keepWithin(() -> bytes > limits.allBytes(), app -> true, written);
    }

    private void keepWithin(BooleanSupplier isTooMuch, Predicate<String> apps, Stored written) throws IOException {
        while (isTooMuch.getAsBoolean()) {
            Optional<String> oldest = ownerOfOldest(apps, written);
            if (oldest.isEmpty()) {
                return;
            }
            deleteOldest(oldest.get());
        }
    }

    private String workspaceOf(String appId) {
        return workspaces.getOrDefault(appId, appId);
    }

    private long sizeOf(Predicate<String> apps) {
        return byApp.entrySet().stream()
                .filter(app -> apps.test(app.getKey()))
                .flatMap(app -> app.getValue().stream())
                .mapToLong(stored -> stored.size)
                .sum();
    }

    private Optional<String> ownerOfOldest(Predicate<String> apps, Stored except) {
        return byApp.entrySet().stream()
                .filter(app -> apps.test(app.getKey()))
                .filter(app -> !app.getValue().isEmpty() && app.getValue().peekFirst() != except)
                .min(Comparator.comparing(app -> app.getValue().peekFirst().lastWritten))
                .map(Map.Entry::getKey);
    }

    /** Deletes segments last written before that moment, and the folders that become empty. */
    void deleteBefore(Instant moment) throws IOException {
        for (String appId : List.copyOf(byApp.keySet())) {
            Deque<Stored> segments = segmentsOf(appId);
            while (!segments.isEmpty() && segments.peekFirst().lastWritten.isBefore(moment)) {
                deleteOldest(appId);
            }
        }
    }

    private void deleteOldest(String appId) throws IOException {
        Deque<Stored> segments = byApp.get(appId);
        if (segments == null || segments.isEmpty()) {
            throw new NoSuchElementException(appId);
        }
        Stored oldest = segments.removeFirst();
        bytes -= oldest.size;
        Files.deleteIfExists(oldest.segment.file());
        if (segments.isEmpty()) {
            byApp.remove(appId);
            marked.remove(appId);
            Files.deleteIfExists(folder(root, appId).resolve(WORKSPACE));
            deleteFolder(folder(root, appId));
        }
    }

    private static void deleteFolder(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException somebodyElsesFile) {
            // The file and the folder are kept.
        }
    }

    private Deque<Stored> segmentsOf(String appId) {
        return byApp.computeIfAbsent(appId, id -> new ArrayDeque<>());
    }

    /** A segment with its size and modification time. */
    private static final class Stored {

        private final LogSegment segment;
        private long size;
        private Instant lastWritten;

        /** Whether the file may end with an incomplete line. */
        private boolean suspect;

        private Stored(LogSegment segment, long size, Instant lastWritten, boolean suspect) {
            this.segment = segment;
            this.size = size;
            this.lastWritten = lastWritten;
            this.suspect = suspect;
        }

        static Stored fresh(LogSegment segment) {
            return new Stored(segment, 0, Instant.EPOCH, false);
        }

        static Stored found(LogSegment segment) throws IOException {
            return new Stored(
                    segment,
                    Files.size(segment.file()),
                    Files.getLastModifiedTime(segment.file()).toInstant(),
                    true);
        }

        /** Returns the number of bytes by which the file has grown. */
        long append(byte[] records, Instant now) throws IOException {
            if (suspect) {
                segment.cutHalfLine();
            }
            suspect = true;
            segment.append(records);
            suspect = false;
            lastWritten = now;
            long before = size;
            size = Files.size(segment.file());
            return size - before;
        }
    }
}
