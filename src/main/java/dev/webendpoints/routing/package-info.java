/**
 * Resolves a hostname or a custom domain to a function, by an immutable table that is swapped as a whole.
 *
 * <p>{@link dev.webendpoints.routing.RouteUpdates} subscribes to the changes of published endpoints. {@code RouteReader}
 * reads the changed apps from the database (all apps at the start, and when announcements were lost),
 * {@link dev.webendpoints.routing.RouteTable} takes them in as a {@code RouteChange}, and
 * {@link dev.webendpoints.routing.Routes} holds the table that is current. Lookups are answered in memory. Must not depend
 * on requests or workers.
 */
package dev.webendpoints.routing;
