/**
 * Clients that speak HTTP/2.
 *
 * <p>An {@link dev.webendpoints.gateway.relay.h2.Http2Connection} installs Netty's codec behind an {@code Http2FrameGuard},
 * which ends connections whose frames the {@code Http2FrameScanner} rejects, and an {@code Http2LingeringClose}. Each
 * {@code Http2Stream} is one request and its response: {@code Http2RequestHead} and {@code Http2RequestBody} convert the
 * request to HTTP/1.1 for the worker, {@code Http2StreamWriter} and {@code Http2ResponseHeaders} the response back.
 *
 * <p>Must not know the connections of HTTP/1.1.
 */
package dev.webendpoints.gateway.relay.h2;
