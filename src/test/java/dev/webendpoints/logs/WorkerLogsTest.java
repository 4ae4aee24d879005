package dev.webendpoints.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Appends, reads and follows lines on real files. */
class WorkerLogsTest {

    private static final LogSource ONE = new LogSource("ap-1", "fu-1", "ta-1");
    private static final LogSource OTHER_WORKER = new LogSource("ap-1", "fu-1", "ta-2");
    private static final LogSource OTHER_FUNCTION = new LogSource("ap-1", "fu-2", "ta-3");
    private static final LogSource OTHER_APP = new LogSource("ap-2", "fu-3", "ta-4");
    private static final LogLimits PLENTY = new LogLimits(1 << 24, 1 << 28, 1 << 28, Duration.ofDays(1));

    @TempDir
    Path folder;

    private WorkerLogs logs;

    @BeforeEach
    void open() {
        logs = WorkerLogs.open(folder, PLENTY, InstantSource.system());
    }

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void anAppsLinesAreInTheOrderInWhichTheyCame() {
        print(OTHER_FUNCTION, "a");
        print(ONE, "b");
        print(OTHER_APP, "c");
        print(OTHER_WORKER, "d");

        assertThat(texts(LogFilter.ALL)).containsExactly("a", "b", "d");
    }

    @Test
    void theNewestLinesAreTheLastOnesOldestFirst() {
        print(ONE, "a");
        print(ONE, "b");
        print(ONE, "c");

        assertThat(logs.newest("ap-1", LogFilter.ALL, 2).lines())
                .extracting(LogLine::text)
                .containsExactly("b", "c");
    }

    @Test
    void linesAreThereAfterARestart() {
        print(ONE, "a\tb");
        print(ONE, "");
        print(ONE, "é\r");
        List<LogLine> before = logs.newest("ap-1", LogFilter.ALL, 10).lines();

        restart(InstantSource.system());

        assertThat(logs.newest("ap-1", LogFilter.ALL, 10).lines()).isEqualTo(before);
    }

    @Test
    void anIdIsNotGivenAgainAfterARestartWhoseClockIsWrong() {
        print(ONE, "before");

        restart(InstantSource.fixed(Instant.parse("2001-01-01T00:00:00Z")));
        print(ONE, "after");

        assertThat(texts(LogFilter.ALL)).containsExactly("before", "after");
    }

    @Test
    void halfALineThatAKilledServerLeftIsNoLine() throws IOException {
        print(ONE, "whole");
        logs.close();
        Files.writeString(onlyFile(), "17640000000000000\to\tfu-1\tta-1\thal", StandardOpenOption.APPEND);

        logs = WorkerLogs.open(folder, PLENTY, InstantSource.system());
        print(ONE, "next");
        restart(InstantSource.system());

        assertThat(texts(LogFilter.ALL)).containsExactly("whole", "next");
    }

    @Test
    void linesAreFilteredByFunction() {
        print(ONE, "a");
        print(OTHER_FUNCTION, "b");

        assertThat(texts(new LogFilter(true, "fu-2", "", null, "", 0, Long.MAX_VALUE)))
                .containsExactly("b");
    }

    @Test
    void linesAreFilteredByWorker() {
        print(ONE, "a");
        print(OTHER_WORKER, "b");

        assertThat(texts(new LogFilter(true, "", "ta-2", null, "", 0, Long.MAX_VALUE)))
                .containsExactly("b");
    }

    @Test
    void linesAreFilteredByStream() {
        print(ONE, "a");
        logs.append(ONE, LogStream.STDERR, "b");

        assertThat(texts(new LogFilter(true, "", "", LogStream.STDERR, "", 0, Long.MAX_VALUE)))
                .containsExactly("b");
    }

    @Test
    void linesAreFilteredByText() {
        print(ONE, "a needle");
        print(ONE, "hay");

        assertThat(texts(new LogFilter(true, "", "", null, "needle", 0, Long.MAX_VALUE)))
                .containsExactly("a needle");
    }

    @Test
    void linesAreFilteredByTimeWithoutTheEnd() {
        restart(InstantSource.fixed(Instant.ofEpochSecond(20)));
        print(ONE, "a");

        Instant at = logs.newest("ap-1", LogFilter.ALL, 1).lines().get(0).at();

        assertThat(List.of(
                        texts(LogFilter.ALL.between(at, at.plusMillis(1))),
                        texts(LogFilter.ALL.between(at.minusMillis(1), at))))
                .containsExactly(List.of("a"), List.of());
    }

    @Test
    void aLineThatIsTooLongIsCutAndSaysSo() {
        print(ONE, "x".repeat(WorkerLogs.LONGEST_LINE + 1));

        assertThat(texts(LogFilter.ALL).get(0)).hasSize(WorkerLogs.LONGEST_LINE).endsWith("x … [cut]");
    }

    @Test
    void aWorkerKnowsItsOwnLastLines() {
        WorkerLog worker = logs.begin(ONE);
        worker.append(LogStream.STDOUT, "a");
        worker.append(LogStream.STDERR, "b");
        print(ONE, "not of this object");

        assertThat(worker.last(10)).containsExactly("a", "b");
    }

    @Test
    void anAppIsQuietOnceItsLastWorkerHasEnded() {
        WorkerLog first = logs.begin(ONE);
        WorkerLog second = logs.begin(OTHER_WORKER);
        first.close();
        boolean withOne = logs.isQuiet("ap-1");
        second.close();
        second.close();

        assertThat(List.of(withOne, logs.isQuiet("ap-1"))).containsExactly(false, true);
    }

    @Test
    void anIdThatNamesAnotherFolderIsRefused() {
        assertThatThrownBy(() -> logs.newest("../images", LogFilter.ALL, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFolderThatCannotBeWrittenStopsNobody() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        logs.close();
        logs = WorkerLogs.open(file, PLENTY, InstantSource.system());

        print(ONE, "live");

        assertThat(texts(LogFilter.ALL)).contains("live");
    }

    @Test
    void whoFollowsWhileManyPrintSeesEveryLineOnceAndInOrder() {
        int printers = 4;
        int lines = 5_000;
        Semaphore news = new Semaphore(0);
        WorkerLogs.Following following = logs.follow("ap-1", news::release);

        CompletableFuture<?> printing = CompletableFuture.allOf(IntStream.range(0, printers)
                .mapToObj(printer -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < lines; i++) {
                        print(new LogSource("ap-1", "fu-1", "ta-" + printer), Integer.toString(i));
                    }
                }))
                .toArray(CompletableFuture[]::new));
        List<LogLine> seen = readUntil(news, printers * lines);
        printing.join();
        following.close();

        assertThat(seen).extracting(LogLine::id).isSorted().doesNotHaveDuplicates();
        assertThat(IntStream.range(0, printers).mapToObj(printer -> ofWorker(seen, "ta-" + printer)))
                .allSatisfy(texts -> assertThat(texts)
                        .isEqualTo(IntStream.range(0, lines)
                                .mapToObj(Integer::toString)
                                .toList()));
    }

    private List<LogLine> readUntil(Semaphore news, int count) {
        List<LogLine> seen = new ArrayList<>();
        long position = 0;
        while (seen.size() < count) {
            news.acquireUninterruptibly();
            news.drainPermits();
            LogPage page;
            do {
                page = logs.after("ap-1", LogFilter.ALL, position, 300);
                position = page.position();
                seen.addAll(page.lines());
            } while (page.more());
        }
        return seen;
    }

    private static List<String> ofWorker(List<LogLine> lines, String workerId) {
        return lines.stream()
                .filter(line -> line.source().workerId().equals(workerId))
                .map(LogLine::text)
                .toList();
    }

    private void restart(InstantSource clock) {
        logs.close();
        logs = WorkerLogs.open(folder, PLENTY, clock);
    }

    private List<String> texts(LogFilter filter) {
        return logs.newest("ap-1", filter, 100).lines().stream()
                .map(LogLine::text)
                .toList();
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("ap-1"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private void print(LogSource source, String text) {
        logs.append(source, LogStream.STDOUT, text);
    }
}
