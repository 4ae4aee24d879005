/**
 * The data plane: listens, routes requests, checks access, requests leases, sends error responses, drains.
 *
 * <p>{@link dev.webendpoints.gateway.Gateway} is started and stopped by {@code boot};
 * {@link dev.webendpoints.gateway.GatewayServer} owns the event loops and the ports;
 * {@link dev.webendpoints.gateway.GatewayFilter} admits or rejects each request and determines the pool of its worker;
 * {@link dev.webendpoints.gateway.RequestMetricsFactory} reports the outcome to {@link dev.webendpoints.gateway.GatewayMetrics} and
 * {@link dev.webendpoints.gateway.AccessLog}. {@code gateway.http1} handles the HTTP/1.1 wire format,
 * {@code gateway.relay} the transfer of bytes.
 *
 * <p>Must not block an event loop: no database, no file, no lock.
 */
package dev.webendpoints.gateway;
