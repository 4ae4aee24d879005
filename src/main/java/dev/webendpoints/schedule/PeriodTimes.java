package dev.webendpoints.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import dev.webendpoints.function.CallSchedule.Period;

/**
 * The due times of a period: the start of its clock and one period, two periods and so on. Years, months, weeks and days
 * are steps of the calendar in UTC, so that the time of day stays; a day that a month does not have is its last day, as in
 * Python's {@code dateutil}. Each time is counted from the start of the clock, so that one that starts on the 31st is not on
 * the 28th forever after a February.
 */
final class PeriodTimes implements DueTimes {

    /** Each start is a call whose result is kept for days; what needs more often is a loop in the function. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final int LONGEST_YEARS = 100;

    private static final int MONTHS_OF_YEAR = 12;
    private static final int DAYS_OF_WEEK = 7;
    private static final int LONGEST_MONTH = 31;
    private static final double MICROS = 1e6;

    private final long months;
    private final long days;
    private final Duration rest;

    private PeriodTimes(long months, long days, Duration rest) {
        this.months = months;
        this.days = days;
        this.rest = rest;
    }

    static PeriodTimes of(Period period) {
        if (parts(period).stream().anyMatch(part -> !(part >= 0))) {
            throw new InvalidSchedule("A period has a negative part; all parts must be 0 or more.");
        }
        PeriodTimes times = new PeriodTimes(
                (long) period.years() * MONTHS_OF_YEAR + period.months(),
                (long) period.weeks() * DAYS_OF_WEEK + period.days(),
                rest(period));
        if (times.longest().compareTo(SHORTEST) < 0) {
            throw new InvalidSchedule("A period of " + times.longest().toMillis()
                    + " ms is too short; a period must be 1 second or longer.");
        }
        if (times.longest().compareTo(Duration.ofDays(LONGEST_YEARS * 366L)) > 0) {
            throw new InvalidSchedule("The period is too long; at most " + LONGEST_YEARS + " years are allowed.");
        }
        return times;
    }

    private static List<Double> parts(Period period) {
        return List.of(
                (double) period.years(),
                (double) period.months(),
                (double) period.weeks(),
                (double) period.days(),
                (double) period.hours(),
                (double) period.minutes(),
                (double) period.seconds());
    }

    private static Duration rest(Period period) {
        return Duration.ofHours(period.hours())
                .plusMinutes(period.minutes())
                .plus(Math.round(period.seconds() * MICROS), ChronoUnit.MICROS);
    }

    /** Returns an upper bound of the length of one period. */
    private Duration longest() {
        return rest.plusDays(months * LONGEST_MONTH + days);
    }

    @Override
    public Optional<Instant> next(Instant clockStart, Instant after) {
        Duration elapsed = Duration.between(clockStart, after);
        long count = elapsed.isNegative() ? 1 : Math.max(1, elapsed.dividedBy(longest()));
        Instant due = due(clockStart, count);
        while (!due.isAfter(after)) {
            count++;
            due = due(clockStart, count);
        }
        return Optional.of(due);
    }

    private Instant due(Instant clockStart, long count) {
        return LocalDateTime.ofInstant(clockStart, ZoneOffset.UTC)
                .plusMonths(months * count)
                .plusDays(days * count)
                .plus(rest.multipliedBy(count))
                .toInstant(ZoneOffset.UTC);
    }
}
