/**
 * The core of the relay: one request and its response.
 *
 * <p>An {@link dev.webendpoints.gateway.relay.exchange.Exchange} is between a
 * {@link dev.webendpoints.gateway.relay.exchange.Downstream}, the client's side, and an
 * {@link dev.webendpoints.gateway.relay.exchange.Upstream}, the worker's side, and does not know what they are. Its
 * {@code WorkerConnector} requests a lease and gets a connection from the
 * {@link dev.webendpoints.gateway.relay.exchange.UpstreamSource}; {@code ExchangeDeadlines} decides when it has taken too
 * long; {@code ExchangeFailure} lists why it ends without the function's response. After a 101, a {@code Tunnel} follows
 * the bytes. An exchange whose client does not wait gets a place in
 * {@link dev.webendpoints.gateway.relay.exchange.DeferredResponses}.
 * {@link dev.webendpoints.gateway.relay.exchange.ExchangeContext} is what the exchanges of a loop share, and
 * {@link dev.webendpoints.gateway.relay.exchange.EventLoopContext} its clock and its clients.
 *
 * <p>The exchange holds the lease from the first byte to the last. Must not know any protocol but HTTP/1.1's heads, nor
 * how connections are opened, pooled or closed.
 */
package dev.webendpoints.gateway.relay.exchange;
