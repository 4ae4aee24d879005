package dev.webendpoints.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.CallSchedule;
import dev.webendpoints.function.CallSchedule.Period;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Due times of periods. */
class PeriodTimesTest {

    private static final Period DAY = new Period(0, 0, 0, 1, 0, 0, 0);
    private static final Period MONTH = new Period(0, 1, 0, 0, 0, 0, 0);
    private static final Period YEAR = new Period(1, 0, 0, 0, 0, 0, 0);

    private static DueTimes times(Period period) {
        return DueTimes.of(CallSchedule.ofPeriod(period));
    }

    private static Period seconds(double seconds) {
        return new Period(0, 0, 0, 0, 0, 0, (float) seconds);
    }

    /** Returns the first times after the start of the clock. */
    private static List<String> first(int count, Period period, String clockStart) {
        Instant start = Instant.parse(clockStart);
        List<String> due = new ArrayList<>();
        Instant last = start;
        for (int i = 0; i < count; i++) {
            last = times(period).next(start, last).orElseThrow();
            due.add(last.toString());
        }
        return due;
    }

    private static Instant next(Period period, String clockStart, String after) {
        return times(period)
                .next(Instant.parse(clockStart), Instant.parse(after))
                .orElseThrow();
    }

    @Test
    void theFirstTimeIsOnePeriodAfterTheStart() {
        assertThat(first(2, DAY, "2026-03-01T10:20:30Z"))
                .containsExactly("2026-03-02T10:20:30Z", "2026-03-03T10:20:30Z");
    }

    @Test
    void allPartsAdd() {
        assertThat(first(2, new Period(1, 1, 1, 1, 1, 1, 1.5f), "2026-01-01T00:00:00Z"))
                .containsExactly("2027-02-09T01:01:01.500Z", "2028-03-17T02:02:03Z");
    }

    @Test
    void aMonthThatHasNoSuchDayIsDueOnItsLast() {
        assertThat(first(3, MONTH, "2026-01-31T12:00:00Z"))
                .containsExactly("2026-02-28T12:00:00Z", "2026-03-31T12:00:00Z", "2026-04-30T12:00:00Z");
    }

    @Test
    void aLeapDayComesAgain() {
        assertThat(first(4, YEAR, "2024-02-29T00:00:00Z"))
                .containsExactly(
                        "2025-02-28T00:00:00Z", "2026-02-28T00:00:00Z", "2027-02-28T00:00:00Z", "2028-02-29T00:00:00Z");
    }

    @Test
    void fractionsOfSecondsDoNotAddUpToADrift() {
        Instant due = next(seconds(1.5), "2026-01-01T00:00:00Z", "2026-12-31T23:59:59Z");

        assertThat(due).isEqualTo("2027-01-01T00:00:00Z");
    }

    @Test
    void timesThatWereMissedAreNotDueAnyMore() {
        assertThat(next(DAY, "2026-01-01T10:00:00Z", "2026-05-05T11:00:00Z")).isEqualTo("2026-05-06T10:00:00Z");
    }

    @Test
    void manyMonthsThatWereMissedAreNotDueAnyMore() {
        assertThat(next(MONTH, "1970-01-31T10:00:00Z", "2026-02-28T10:00:00Z")).isEqualTo("2026-03-31T10:00:00Z");
    }

    @Test
    void aClockThatWasSetBackWaitsForTheFirstTime() {
        assertThat(next(DAY, "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z")).isEqualTo("2026-01-03T00:00:00Z");
    }

    @Test
    void aPeriodOfOneSecondIsAllowed() {
        assertThat(next(seconds(1), "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"))
                .isEqualTo(Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofSeconds(1)));
    }

    @Test
    void aPeriodOfZeroIsRefused() {
        assertThatThrownBy(() -> times(seconds(0)))
                .isInstanceOf(InvalidSchedule.class)
                .hasMessage("A period of 0 ms is too short; a period must be 1 second or longer.");
    }

    @Test
    void aShortPeriodIsRefused() {
        assertThatThrownBy(() -> times(seconds(0.5)))
                .hasMessage("A period of 500 ms is too short; a period must be 1 second or longer.");
    }

    @Test
    void aNegativePartIsRefused() {
        assertThatThrownBy(() -> times(new Period(0, 0, 0, 1, -1, 0, 0)))
                .hasMessage("A period has a negative part; all parts must be 0 or more.");
    }

    @Test
    void aPartThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> times(seconds(Double.NaN)))
                .hasMessage("A period has a negative part; all parts must be 0 or more.");
    }

    @Test
    void aPeriodThatOverflowsIsRefused() {
        int most = Integer.MAX_VALUE;
        assertThatThrownBy(() -> times(new Period(most, most, most, most, most, most, Float.POSITIVE_INFINITY)))
                .hasMessage("The period is too long; at most 100 years are allowed.");
    }
}
