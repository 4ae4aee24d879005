package dev.webendpoints.function;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * When a function is called by the clock ({@code schedule=}): either a cron expression or a period.
 *
 * @param cron the five fields of a cron expression; null for a period
 * @param timezone IANA name of the time zone of the cron expression; null for a period
 * @param period null for a cron expression
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CallSchedule(String cron, String timezone, Period period) {

    /**
     * The time from one call to the next.
     *
     * @param seconds may have a fraction, as the client's type has
     */
    public record Period(int years, int months, int weeks, int days, int hours, int minutes, float seconds) {}

    public static CallSchedule ofCron(String cron, String timezone) {
        return new CallSchedule(cron, timezone, null);
    }

    public static CallSchedule ofPeriod(Period period) {
        return new CallSchedule(null, null, period);
    }
}
