package dev.webendpoints.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.webendpoints.function.CallSchedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Due times of cron expressions. In Berlin, 02:00 becomes 03:00 on 2026-03-29, and 03:00 becomes 02:00 on 2026-10-25; both at
 * 01:00 UTC.
 */
class CronTimesTest {

    private static String next(String cron, String timezone, String after, int count) {
        DueTimes times = DueTimes.of(CallSchedule.ofCron(cron, timezone));
        List<String> due = new ArrayList<>();
        Instant last = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            last = times.next(Instant.EPOCH, last).orElseThrow();
            due.add(last.toString().replace(":00Z", "Z"));
        }
        return String.join(" ", due);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/20 * * * * | 2026-01-01T00:00:00Z | 2026-01-01T00:20Z 2026-01-01T00:40Z 2026-01-01T01:00Z",
                "5 4 * * *    | 2026-01-01T04:05:00Z | 2026-01-02T04:05Z 2026-01-03T04:05Z 2026-01-04T04:05Z",
                "0 9 * * 4    | 2026-01-01T09:00:01Z | 2026-01-08T09:00Z 2026-01-15T09:00Z 2026-01-22T09:00Z",
                "0 0 31 * *   | 2026-01-31T00:00:00Z | 2026-03-31T00:00Z 2026-05-31T00:00Z 2026-07-31T00:00Z",
                "0 0 29 2 *   | 2026-01-01T00:00:00Z | 2028-02-29T00:00Z 2032-02-29T00:00Z 2036-02-29T00:00Z",
                "0 0 13 * FRI | 2026-03-06T00:00:00Z | 2026-03-13T00:00Z 2026-03-20T00:00Z 2026-03-27T00:00Z",
                "0 0 * * 7    | 2026-01-01T00:00:00Z | 2026-01-04T00:00Z 2026-01-11T00:00Z 2026-01-18T00:00Z",
            })
    void anExpressionIsReadAsByUnixCron(String cron, String after, String due) {
        assertThat(next(cron, "UTC", after, 3)).isEqualTo(due);
    }

    @Test
    void noTimeZoneIsUtc() {
        assertThat(next("0 6 * * *", "", "2026-07-01T00:00:00Z", 1)).isEqualTo("2026-07-01T06:00Z");
    }

    @Test
    void aTimeOfDayIsThatOfTheTimeZone() {
        assertThat(next("0 6 * * *", "America/New_York", "2026-03-07T00:00:00Z", 2))
                .isEqualTo("2026-03-07T11:00Z 2026-03-08T10:00Z");
    }

    @Test
    void aTimeThatIsSkippedIsDueWhenTheClockHasJumped() {
        assertThat(next("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2))
                .isEqualTo("2026-03-29T01:00Z 2026-03-30T00:30Z");
    }

    @Test
    void severalTimesThatAreSkippedAreDueOnce() {
        assertThat(next("0,15,30 2,3 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 3))
                .isEqualTo("2026-03-29T01:00Z 2026-03-29T01:15Z 2026-03-29T01:30Z");
    }

    @Test
    void aTimeThatIsRepeatedIsDueOnce() {
        assertThat(next("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2))
                .isEqualTo("2026-10-25T00:30Z 2026-10-26T01:30Z");
    }

    @Test
    void nothingIsDueAgainInTheRepeatedHour() {
        assertThat(next("30 2 * * *", "Europe/Berlin", "2026-10-25T01:10:00Z", 1))
                .isEqualTo("2026-10-26T01:30Z");
    }

    @Test
    void everyHalfHourGoesOnWhenAnHourIsRepeated() {
        assertThat(next("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:59:00Z", 5))
                .isEqualTo("2026-10-25T00:00Z 2026-10-25T00:30Z 2026-10-25T01:00Z 2026-10-25T01:30Z 2026-10-25T02:00Z");
    }

    @Test
    void everyHalfHourGoesOnWhenAnHourIsSkipped() {
        assertThat(next("*/30 * * * *", "Europe/Berlin", "2026-03-29T00:29:00Z", 3))
                .isEqualTo("2026-03-29T00:30Z 2026-03-29T01:00Z 2026-03-29T01:30Z");
    }

    @Test
    void aChangeOfHalfAnHourIsFollowed() {
        assertThat(next("15 * * * *", "Australia/Lord_Howe", "2026-04-04T14:00:00Z", 3))
                .isEqualTo("2026-04-04T14:15Z 2026-04-04T15:45Z 2026-04-04T16:45Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "60 * * * *    | Value 60 not in range [0, 59].",
                "* * * *       | Cron expression contains 4 parts but we expect one of [5].",
                "* * * * * *   | Cron expression contains 6 parts but we expect one of [5].",
                "5-1 * * * *   | Invalid range! [5,1].",
                "*/0 * * * *   | Period 0 not in range [0, 59].",
                "@daily        | Nicknames not supported!",
                "'' | Empty expression!",
            })
    void anInvalidExpressionIsRefusedWithTheReason(String cron, String reason) {
        assertThatThrownBy(() -> DueTimes.of(CallSchedule.ofCron(cron, "UTC")))
                .isInstanceOf(InvalidSchedule.class)
                .hasMessageStartingWith(
                        "The cron expression '" + cron + "' is not valid: " + reason + " Five fields are");
    }

    @Test
    void anExpressionThatIsNeverDueIsRefused() {
        assertThatThrownBy(() -> DueTimes.of(CallSchedule.ofCron("0 0 30 2 *", "UTC")))
                .hasMessage("The cron expression '0 0 30 2 *' matches no day of any year.");
    }

    @Test
    void aLongExpressionIsRefused() {
        assertThatThrownBy(() -> DueTimes.of(CallSchedule.ofCron("1,".repeat(200) + "1 * * * *", "UTC")))
                .hasMessage("The cron expression has 409 characters; at most 256 are allowed.");
    }

    @ParameterizedTest
    @CsvSource({"Europe/Atlantis", "GMT+2", "+02:00", "../etc"})
    void anUnknownTimeZoneIsRefused(String timezone) {
        assertThatThrownBy(() -> DueTimes.of(CallSchedule.ofCron("0 0 * * *", timezone)))
                .hasMessage("The time zone '" + timezone
                        + "' is unknown; a name of the IANA database is allowed, such as 'Europe/Berlin' or 'UTC'.");
    }
}
