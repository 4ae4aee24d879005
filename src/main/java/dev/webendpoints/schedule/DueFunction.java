package dev.webendpoints.schedule;

import java.time.Instant;
import java.util.Optional;

import dev.webendpoints.function.CallSchedule;

/**
 * A function whose time has come.
 *
 * @param dueAt the due time, which may be long ago if no server has run since
 * @param now the time of the database
 */
public record DueFunction(
        String functionId,
        String appId,
        String workspaceId,
        CallSchedule schedule,
        Instant clockStart,
        Instant dueAt,
        Instant now) {

    /**
     * Returns the first due time after now: those between are missed, and the start that is due makes up for all of them.
     * Empty if there is none.
     */
    public Optional<Instant> next() {
        return DueTimes.of(schedule).next(clockStart, now);
    }
}
