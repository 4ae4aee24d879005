/**
 * When functions are due ({@code schedule=}): {@link dev.webendpoints.schedule.DueTimes} computes the times of a cron
 * expression or a period from the times alone, {@link dev.webendpoints.schedule.FunctionSchedules} stores the schedules
 * that an app publishes, in the transaction of the publish, and {@link dev.webendpoints.schedule.ScheduleRows} is what
 * the calls at those times need of the table ({@code V17__schedules.sql}). Which server calls a function, and how, is not
 * known here: {@link dev.webendpoints.schedule.start} does that.
 */
package dev.webendpoints.schedule;
