/**
 * What the connections of clients have in common, whatever their version of HTTP.
 *
 * <p>{@link dev.webendpoints.gateway.relay.client.DownstreamChannel} is the client's side of an exchange on a channel of
 * its own: a connection of HTTP/1.1 or a stream of HTTP/2. {@link dev.webendpoints.gateway.relay.client.ClientDeadlines}
 * decides when a client is too slow, by its {@link dev.webendpoints.gateway.relay.client.ClientLimits};
 * {@link dev.webendpoints.gateway.relay.client.ClientContext} is what all clients of a loop share.
 *
 * <p>Must not know a version of HTTP, nor workers.
 */
package dev.webendpoints.gateway.relay.client;
