/**
 * Forwards bytes between a client's connection and a worker's.
 *
 * <p>A {@link dev.webendpoints.gateway.relay.ClientConnection} reads requests and submits each to the
 * {@link dev.webendpoints.gateway.relay.RequestFilter}. An admitted request becomes an
 * {@link dev.webendpoints.gateway.relay.Exchange}, which requests a worker, holds the lease from the first byte to the
 * last, and forwards the bytes to and from an {@link dev.webendpoints.gateway.relay.UpstreamConnection} of the loop's
 * {@link dev.webendpoints.gateway.relay.UpstreamPool}. All three are confined to one event loop: there are no locks and
 * no hand-over between threads. An HTTP/2 stream is another {@link dev.webendpoints.gateway.relay.Downstream} of the same
 * exchange, {@link dev.webendpoints.gateway.relay.Http2Stream}; for a client that was redirected to fetch its response
 * later, it is {@link dev.webendpoints.gateway.relay.DeferredResponse}. Connections into another network come from
 * {@code NetworkDialer}. {@link dev.webendpoints.gateway.relay.EventLoopContext} is the state of one loop, and
 * {@link dev.webendpoints.gateway.relay.Relay} the entry point of the package.
 *
 * <p>Depends on Netty, {@code http1} and {@code lease}. Must not depend on routes, access rules or worker pools, which it reaches
 * through {@code RequestFilter}, {@code LeaseSource} and {@code dev.webendpoints.lease.Lease}.
 */
package dev.webendpoints.gateway.relay;
