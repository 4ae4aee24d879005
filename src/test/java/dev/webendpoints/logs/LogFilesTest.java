package dev.webendpoints.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Rolling and deletion of log files. */
class LogFilesTest {

    private static final Duration KEEP = Duration.ofDays(1);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** Together with the other fields, a record of about 120 bytes. */
    private static final String TEXT = "x".repeat(100);

    @TempDir
    Path root;

    @Test
    void aSegmentThatIsFullIsFollowedByAnother() throws IOException {
        LogFiles files = new LogFiles(root, new LogLimits(8_000, 1_000_000, 1_000_000, KEEP));

        for (long id = 1; id <= 20; id++) {
            files.append("ap-1", lines("ap-1", id, id), NOW);
        }

        assertThat(LogSegment.in(root.resolve("ap-1")))
                .extracting(LogSegment::firstId)
                .containsExactly(1L, 10L, 19L);
    }

    @Test
    void anAppKeepsItsNewestLinesWithinItsBound() throws IOException {
        LogFiles files = new LogFiles(root, new LogLimits(8_000, 1_000_000, 1_000_000, KEEP));

        files.append("ap-1", lines("ap-1", 1, 1_000), NOW);

        assertThat(size("ap-1")).isBetween(6_000L, 8_000L);
        assertThat(ids("ap-1")).endsWith(999L, 1_000L);
    }

    @Test
    void ofAllAppsTheOldestSegmentsGoFirst() throws IOException {
        LogFiles files = new LogFiles(root, new LogLimits(8_000, 10_000, 10_000, KEEP));
        files.append("ap-old", lines("ap-old", 1, 30), NOW);
        files.append("ap-new", lines("ap-new", 31, 60), NOW.plusSeconds(1));

        files.append("ap-newest", lines("ap-newest", 61, 90), NOW.plusSeconds(2));

        assertThat(List.of(
                        ids("ap-old").size() < 30,
                        ids("ap-new").size(),
                        ids("ap-newest").size()))
                .containsExactly(true, 30, 30);
    }

    @Test
    void aWorkspaceThatPrintsTooMuchLosesItsOwnOldestLines() throws IOException {
        LogFiles files = new LogFiles(root, new LogLimits(8_000, 8_000, 1_000_000, KEEP));
        files.belongsTo("ap-1", "ac-loud");
        files.belongsTo("ap-2", "ac-loud");
        files.append("ap-quiet", lines("ap-quiet", 1, 30), NOW.minusSeconds(1));
        files.append("ap-1", lines("ap-1", 31, 80), NOW);

        files.append("ap-2", lines("ap-2", 81, 130), NOW.plusSeconds(1));

        assertThat(List.of(ids("ap-quiet").size(), ids("ap-2").size())).containsExactly(30, 50);
        assertThat(size("ap-1") + size("ap-2")).isLessThanOrEqualTo(8_000 + 2 * "ac-loud".length());
    }

    @Test
    void theNextServerKnowsTheWorkspaceOfAnApp() throws IOException {
        LogLimits limits = new LogLimits(8_000, 8_000, 1_000_000, KEEP);
        LogFiles former = new LogFiles(root, limits);
        former.belongsTo("ap-1", "ac-loud");
        former.append("ap-1", lines("ap-1", 1, 50), NOW);
        LogFiles next = new LogFiles(root, limits);
        next.find();
        next.belongsTo("ap-2", "ac-loud");

        next.append("ap-2", lines("ap-2", 51, 100), NOW.plusSeconds(60));

        assertThat(size("ap-1") + size("ap-2")).isLessThanOrEqualTo(8_000 + 2 * "ac-loud".length());
    }

    @Test
    void theBoundsHoldForWhatAFormerServerLeft() throws IOException {
        LogLimits limits = new LogLimits(8_000, 10_000, 10_000, KEEP);
        new LogFiles(root, limits).append("ap-1", lines("ap-1", 1, 60), NOW);
        LogFiles next = new LogFiles(root, limits);
        next.find();

        next.append("ap-2", lines("ap-2", 61, 100), NOW.plusSeconds(60));

        assertThat(size("ap-1") + size("ap-2")).isLessThanOrEqualTo(10_000);
    }

    @Test
    void whatIsTooOldGoesWithItsFolder() throws IOException {
        LogFiles files = new LogFiles(root, new LogLimits(8_000, 1_000_000, 1_000_000, KEEP));
        files.append("ap-1", lines("ap-1", 1, 10), NOW.minusSeconds(1));
        files.append("ap-2", lines("ap-2", 11, 20), NOW);

        files.deleteBefore(NOW);

        assertThat(List.of(Files.exists(root.resolve("ap-1")), ids("ap-2").size()))
                .containsExactly(false, 10);
    }

    @Test
    void nobodyElseCanReadThem() throws IOException {
        Path folder = root.resolve("logs");

        new LogFiles(folder, new LogLimits(8_000, 1_000_000, 1_000_000, KEEP)).append("ap-1", lines("ap-1", 1, 1), NOW);

        assertThat(Files.getPosixFilePermissions(folder))
                .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aFileThatIsNoSegmentIsLeftAlone() throws IOException {
        Files.createDirectories(root.resolve("ap-1"));
        Path note = Files.writeString(root.resolve("ap-1").resolve("note.txt"), "mine");
        LogFiles files = new LogFiles(root, new LogLimits(8_000, 1_000_000, 1_000_000, KEEP));
        files.find();
        files.append("ap-1", lines("ap-1", 1, 10), NOW.minusSeconds(1));

        files.deleteBefore(NOW);

        assertThat(note).exists();
    }

    private static List<LogLine> lines(String appId, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(id -> new LogLine(id, new LogSource(appId, "fu-1", "ta-1"), LogStream.STDOUT, TEXT))
                .toList();
    }

    private List<Long> ids(String appId) throws IOException {
        List<Long> ids = new java.util.ArrayList<>();
        for (LogSegment segment : LogSegment.in(root.resolve(appId))) {
            segment.lines(appId, LogFilter.ALL).forEach(line -> ids.add(line.id()));
        }
        return ids;
    }

    private long size(String appId) throws IOException {
        long size = 0;
        try (Stream<Path> files = Files.list(root.resolve(appId))) {
            for (Path file : files.toList()) {
                size += Files.size(file);
            }
        }
        return size;
    }
}
