/**
 * Bytes between two connections.
 *
 * <p>A {@link dev.webendpoints.gateway.relay.ClientConnection} reads requests and asks the
 * {@link dev.webendpoints.gateway.relay.Door} about each; an admitted one becomes an
 * {@link dev.webendpoints.gateway.relay.Exchange}, which asks for a worker, owns the right to use it from the first
 * byte to the last, and moves the bytes to and from an {@link dev.webendpoints.gateway.relay.UpstreamConnection} out of
 * the loop's {@link dev.webendpoints.gateway.relay.UpstreamPool}. All three live on one event loop: no locks, no
 * hand-over between threads. A stream of HTTP/2 is another {@link dev.webendpoints.gateway.relay.Front} of the same
 * exchange, {@link dev.webendpoints.gateway.relay.StreamFront}; the one of a caller who was told to come back is
 * {@link dev.webendpoints.gateway.relay.DetachedAnswer}. Connections into
 * another network come from {@code NetworkDialer}. {@link dev.webendpoints.gateway.relay.LoopState} is what one loop shares;
 * {@link dev.webendpoints.gateway.relay.Relay} is the whole of it.
 *
 * <p>Knows Netty and {@code http1}. Must not know routes, access rules or worker pools: they come in through
 * {@code Door}, {@code Destinations} and {@code Grant}.
 */
package dev.webendpoints.gateway.relay;
