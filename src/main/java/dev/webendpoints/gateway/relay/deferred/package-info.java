/**
 * Responses of functions that take longer than a client waits.
 *
 * <p>The {@link dev.webendpoints.gateway.relay.deferred.ResultStore} opens a {@code DeferredResponse} for an exchange whose
 * client was redirected, within its {@link dev.webendpoints.gateway.relay.deferred.ResultLimits}. To a request that
 * fetches the response, it looks like a worker on a Unix socket, whose connections a {@code ResultReader} serves.
 *
 * <p>Must not know clients or workers: it sees exchanges from both ends only.
 */
package dev.webendpoints.gateway.relay.deferred;
