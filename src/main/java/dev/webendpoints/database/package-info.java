/**
 * The way to the database, and the feed of its changes. Does not depend on what is stored there.
 *
 * <p><b>Calls.</b> In a request, a bean's method calls its repositories. A query runs in the session of
 * {@code @WithSession}; what changes rows runs in {@code Panache.withTransaction}, so that the code shows what happens
 * after the commit. Code outside of a request starts its calls with {@link dev.webendpoints.database.ReactiveCalls}, the only
 * class that makes Vert.x contexts; {@link dev.webendpoints.database.RecurringQuery} repeats one.
 *
 * <p><b>Changes.</b> {@link dev.webendpoints.database.ChangeFeed} tells each
 * {@link dev.webendpoints.database.ChangeSubscriber} of a {@link dev.webendpoints.database.ChangeTopic} which
 * {@link dev.webendpoints.database.ChangeSet} has been committed, through whatever server. Triggers count the changes and
 * announce them ({@code V12__change_feed.sql}), a {@code ChangeListener} has the connection that PostgreSQL announces them on,
 * {@code ChangeCounts} finds those whose announcement was lost, and a {@code ChangeSubscription} delivers them, one call at a
 * time, until they are taken in.
 *
 * <p><b>Outages.</b> {@link dev.webendpoints.database.DatabaseWatch} monitors whether the database answers. It lets every
 * user of the database reject with a message ({@link dev.webendpoints.database.DatabaseUnavailable}), wait, or do without
 * it, and logs an outage once.
 */
package dev.webendpoints.database;
