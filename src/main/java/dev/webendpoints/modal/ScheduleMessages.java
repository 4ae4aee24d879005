package dev.webendpoints.modal;

import dev.webendpoints.function.CallSchedule;
import dev.webendpoints.modal.generated.Cron;
import dev.webendpoints.modal.generated.Function;
import dev.webendpoints.modal.generated.Period;
import dev.webendpoints.modal.generated.Schedule;
import dev.webendpoints.modal.grpc.CallRejected;
import dev.webendpoints.schedule.DueTimes;
import dev.webendpoints.schedule.InvalidSchedule;

/** The client's messages for schedules. */
final class ScheduleMessages {

    private ScheduleMessages() {}

    /**
     * Returns the schedule of a function; null if it has none.
     *
     * @throws CallRejected with what is wrong with it
     */
    static CallSchedule read(Function function) {
        if (!function.hasSchedule()) {
            return null;
        }
        try {
            CallSchedule schedule = read(function.getSchedule());
            DueTimes.of(schedule);
            return schedule;
        } catch (InvalidSchedule e) {
            throw rejected(function, e.getMessage());
        }
    }

    private static CallSchedule read(Schedule schedule) {
        return switch (schedule.getWhenCase()) {
            case CRON ->
                CallSchedule.ofCron(
                        schedule.getCron().getCronString(), schedule.getCron().getTimezone());
            case PERIOD -> CallSchedule.ofPeriod(read(schedule.getPeriod()));
            case WHEN_NOT_SET ->
                throw CallRejected.unsupported(
                        "A schedule= other than modal.Cron and modal.Period is not supported by Web Endpoints.");
        };
    }

    private static CallSchedule.Period read(Period period) {
        return new CallSchedule.Period(
                period.getYears(),
                period.getMonths(),
                period.getWeeks(),
                period.getDays(),
                period.getHours(),
                period.getMinutes(),
                period.getSeconds());
    }

    private static CallRejected rejected(Function function, String reason) {
        return CallRejected.invalid("The function '" + function.getFunctionName() + "' cannot be deployed: " + reason);
    }

    static Schedule write(CallSchedule schedule) {
        return schedule.period() == null
                ? Schedule.newBuilder()
                        .setCron(
                                Cron.newBuilder().setCronString(schedule.cron()).setTimezone(schedule.timezone()))
                        .build()
                : Schedule.newBuilder().setPeriod(write(schedule.period())).build();
    }

    private static Period write(CallSchedule.Period period) {
        return Period.newBuilder()
                .setYears(period.years())
                .setMonths(period.months())
                .setWeeks(period.weeks())
                .setDays(period.days())
                .setHours(period.hours())
                .setMinutes(period.minutes())
                .setSeconds(period.seconds())
                .build();
    }
}
