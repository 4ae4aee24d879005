/**
 * The data plane: listens, finds the route of a request, checks access, asks for a lease, answers for itself, drains.
 *
 * <p>{@link dev.webendpoints.gateway.Gateway} is started and stopped by {@code boot};
 * {@link dev.webendpoints.gateway.GatewayServer} owns the event loops and the port;
 * {@link dev.webendpoints.gateway.FrontDoor} says of each request who may come in, and where a worker for it comes
 * from; {@link dev.webendpoints.gateway.Tallies} who is told how it ended: {@link dev.webendpoints.gateway.GatewayMetrics}
 * and {@link dev.webendpoints.gateway.AccessLog}. The wire is {@code gateway.http1}'s, the bytes are {@code gateway.relay}'s.
 *
 * <p>Must not wait for anything: no database, no file, no lock on an event loop.
 */
package dev.webendpoints.gateway;
