package dev.webendpoints.schedule;

import java.time.Instant;
import java.util.Optional;

import dev.webendpoints.function.CallSchedule;

/** The times at which a function with a schedule is due. Immutable. */
public interface DueTimes {

    /**
     * Returns the first due time after a moment; empty if there is none.
     *
     * @param clockStart when the function was first published with this schedule; a period counts from it
     */
    Optional<Instant> next(Instant clockStart, Instant after);

    /** @throws InvalidSchedule with what is wrong */
    static DueTimes of(CallSchedule schedule) {
        return schedule.period() == null
                ? CronTimes.of(schedule.cron(), schedule.timezone())
                : PeriodTimes.of(schedule.period());
    }
}
