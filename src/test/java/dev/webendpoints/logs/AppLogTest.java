package dev.webendpoints.logs;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The lines in memory while the disk is slow, broken or up to date. */
class AppLogTest {

    private static final LogSource ONE = new LogSource("ap-1", "fu-1", "ta-1");
    private static final String LONG = "x".repeat(WorkerLogs.LONGEST_LINE);

    private final AtomicLong unwrittenOfAll = new AtomicLong();
    private final AppLog app = new AppLog("ap-1", new LogIds(InstantSource.fixed(Instant.EPOCH), 0), unwrittenOfAll);

    @Test
    void theWriterIsToldOnceUntilItComes() {
        boolean first = print("a");
        boolean second = print("b");

        assertThat(List.of(first, second)).containsExactly(true, false);
    }

    @Test
    void aDiskThatIsTooSlowCostsLinesAndALineSaysHowMany() {
        int fitting = AppLog.UNWRITTEN_CHARACTERS / LONG.length();
        for (int i = 0; i < fitting + 3; i++) {
            print(LONG);
        }

        app.onWritten(app.unwritten());

        assertThat(app.unwritten())
                .extracting(LogLine::stream, LogLine::text)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        LogStream.SYSTEM, "… lines missing here: 3, which came faster than they could be written"));
    }

    @Test
    void whatTheDiskDidNotTakeIsCountedOnceItTakesAgain() {
        print("a");
        print("b");
        app.onUnwritable(app.unwritten());
        print("c");

        app.onWritten(app.unwritten());

        assertThat(app.unwritten())
                .extracting(LogLine::text)
                .containsExactly("… lines missing before this one: 2, which the server could not write");
    }

    @Test
    void linesAreForgottenOnlyOnceTheyAreWritten() {
        for (int i = 0; i < 2 * AppLog.KEPT_LINES; i++) {
            print("a");
        }
        int before = app.recent().lines().size();

        app.onWritten(app.unwritten());

        assertThat(List.of(before, app.recent().lines().size()))
                .containsExactly(2 * AppLog.KEPT_LINES, AppLog.KEPT_LINES);
    }

    @Test
    void whatIsForgottenIsSaid() {
        for (int i = 0; i < AppLog.KEPT_LINES + 5; i++) {
            print("a");
        }

        app.onWritten(app.unwritten());

        assertThat(app.recent().forgotten())
                .isEqualTo(app.recent().lines().get(0).id() - 1);
    }

    @Test
    void allAppsTogetherAreBounded() {
        unwrittenOfAll.set(AppLog.UNWRITTEN_CHARACTERS_OF_ALL);

        print("a");

        assertThat(app.unwritten()).isEmpty();
    }

    @Test
    void whoFollowsIsWokenUntilItLeaves() {
        AtomicInteger woken = new AtomicInteger();
        Runnable wake = woken::incrementAndGet;
        app.addFollower(wake);
        print("a");
        app.removeFollower(wake);
        print("b");

        assertThat(woken).hasValue(1);
    }

    private boolean print(String text) {
        return app.append(ONE, LogStream.STDOUT, text);
    }
}
