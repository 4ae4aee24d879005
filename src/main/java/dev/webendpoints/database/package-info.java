/**
 * Monitors whether the database answers. One monitor lets every user of the database reject with a message, wait, or do
 * without it, and logs an outage once. Does not depend on what is stored there.
 *
 * <p>{@link dev.webendpoints.database.ReactiveCalls} runs queries from code outside of a request, each in a Vert.x context
 * of its own; {@link dev.webendpoints.database.RecurringQuery} repeats one.
 */
package dev.webendpoints.database;
