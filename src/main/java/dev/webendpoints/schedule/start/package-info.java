/**
 * Calls functions when they are due. The {@link dev.webendpoints.schedule.start.ScheduleTimer} of each server waits for the
 * next due time; {@code DueCalls} then claims what is due and stores the calls in the same transaction, so that with several
 * servers each due time is one call. The calls run as those that a client spawns ({@link dev.webendpoints.call}).
 */
package dev.webendpoints.schedule.start;
