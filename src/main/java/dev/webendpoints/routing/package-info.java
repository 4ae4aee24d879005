/**
 * Resolves a hostname or a custom domain to a function, by an immutable table that is rebuilt from the published
 * endpoints and swapped as a whole.
 *
 * <p>{@link dev.webendpoints.routing.RouteRebuild} reads the database, {@link dev.webendpoints.routing.Routes} holds
 * the current table, {@link dev.webendpoints.routing.RouteTable} answers lookups in memory. Must not depend on requests
 * or workers.
 */
package dev.webendpoints.routing;
