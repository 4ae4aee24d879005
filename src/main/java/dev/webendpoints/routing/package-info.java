/**
 * Which function a hostname or a custom domain means: an immutable table, rebuilt from what is published and swapped whole.
 *
 * <p>{@link dev.webendpoints.routing.RouteRebuild} reads, {@link dev.webendpoints.routing.Routes} holds the table in force,
 * {@link dev.webendpoints.routing.RouteTable} answers in memory. Nothing here knows of requests or workers.
 */
package dev.webendpoints.routing;
