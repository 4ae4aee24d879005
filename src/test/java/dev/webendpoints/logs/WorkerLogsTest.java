package dev.webendpoints.logs;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerLogsTest {

    private static final LogSource ONE = new LogSource("ap-1", "fu-1", "ta-1");
    private static final LogSource OTHER_WORKER = new LogSource("ap-1", "fu-1", "ta-2");
    private static final LogSource OTHER_FUNCTION = new LogSource("ap-1", "fu-2", "ta-3");
    private static final LogSource OTHER_APP = new LogSource("ap-2", "fu-3", "ta-4");

    private final WorkerLogs logs = new WorkerLogs(() -> Instant.EPOCH);

    @Test
    void aTailIsTheLastLinesOldestFirst() {
        print(ONE, "a");
        print(OTHER_WORKER, "b");
        print(ONE, "c");

        assertThat(logs.ofFunction("fu-1", 2)).extracting(LogLine::text).containsExactly("b", "c");
    }

    @Test
    void aWorkersLinesAreItsOwn() {
        print(ONE, "a");
        print(OTHER_WORKER, "b");

        assertThat(logs.ofWorker(ONE, 10)).extracting(LogLine::text).containsExactly("a");
    }

    @Test
    void anAppsLinesAreInTheOrderInWhichTheyCame() {
        print(OTHER_FUNCTION, "a");
        print(ONE, "b");
        print(OTHER_APP, "c");
        print(OTHER_FUNCTION, "d");

        assertThat(logs.ofApp("ap-1", 10)).extracting(LogLine::text).containsExactly("a", "b", "d");
    }

    @Test
    void theOldestLinesGoFirst() {
        for (int i = 0; i <= WorkerLogs.LINES_PER_FUNCTION; i++) {
            print(ONE, Integer.toString(i));
        }

        assertThat(logs.ofFunction("fu-1", Integer.MAX_VALUE))
                .hasSize(WorkerLogs.LINES_PER_FUNCTION)
                .first()
                .extracting(LogLine::text)
                .isEqualTo("1");
    }

    @Test
    void longLinesCountByTheirLength() {
        for (int i = 0; i < 100; i++) {
            print(ONE, "x".repeat(WorkerLogs.LONGEST_LINE));
        }

        assertThat(logs.ofFunction("fu-1", Integer.MAX_VALUE))
                .hasSize(WorkerLogs.CHARACTERS_PER_FUNCTION / WorkerLogs.LONGEST_LINE);
    }

    @Test
    void aLineThatIsTooLongIsCutAndSaysSo() {
        print(ONE, "x".repeat(WorkerLogs.LONGEST_LINE + 1));

        assertThat(logs.ofFunction("fu-1", 1).get(0).text())
                .hasSize(WorkerLogs.LONGEST_LINE)
                .endsWith("x … [cut]");
    }

    @Test
    void theFunctionThatWasQuietForLongestIsForgottenFirst() {
        print(OTHER_FUNCTION, "quiet");
        print(ONE, "a");
        for (int i = 0; i < WorkerLogs.FUNCTIONS - 1; i++) {
            print(new LogSource("ap-3", "fu-new-" + i, "ta-5"), "b");
            print(ONE, "a");
        }

        assertThat(logs.ofFunction("fu-2", 1)).isEmpty();
        assertThat(logs.ofFunction("fu-1", 1)).hasSize(1);
    }

    @Test
    void aFunctionThatNeverPrintedHasNoLines() {
        assertThat(logs.ofFunction("fu-unknown", 10)).isEmpty();
    }

    private void print(LogSource source, String text) {
        logs.append(source, LogStream.STDOUT, text);
    }
}
