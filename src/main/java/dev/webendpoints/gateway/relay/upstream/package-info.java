/**
 * The connections to workers.
 *
 * <p>An {@link dev.webendpoints.gateway.relay.upstream.UpstreamPool} opens them, through a {@code NetworkDialer} where a
 * worker has a network of its own, and keeps idle ones. An {@code UpstreamConnection} reads responses and reports them to
 * the exchange that it is attached to.
 *
 * <p>Must not know clients, nor when a request is sent again: the exchange decides that.
 */
package dev.webendpoints.gateway.relay.upstream;
