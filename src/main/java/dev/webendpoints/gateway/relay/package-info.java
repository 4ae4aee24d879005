/**
 * Forwards bytes between a client's connection and a worker's.
 *
 * <p>{@link dev.webendpoints.gateway.relay.Relay} is the entry point: it has one
 * {@code RelayLoop} for each event loop, which wires the parts of these packages together.
 * In the order in which they read:
 * <ol>
 *   <li>{@code admission}: what the relay asks of its owner, and reports to it;
 *   <li>{@code channel}: Netty's channels and buffers, prepared for the relay;
 *   <li>{@code exchange}: one request and its response, between any client and any worker;
 *   <li>{@code upstream}: the connections to workers;
 *   <li>{@code client}: what the connections of clients have in common; {@code h1} and {@code h2}: those of one version;
 *   <li>{@code deferred}: responses that are fetched later.
 * </ol>
 *
 * <p>All objects of a connection are confined to one event loop: there are no locks and no hand-over between threads.
 * Depends on Netty, {@code http1} and {@code lease}. Must not depend on routes, access rules or worker pools, which it
 * reaches through {@code admission}.
 */
package dev.webendpoints.gateway.relay;
