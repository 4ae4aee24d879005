/**
 * The HTTP/1.1 wire format as pure functions on bytes (RFC 9112): parses heads, finds the end of bodies, filters
 * headers.
 *
 * <p>{@link dev.webendpoints.gateway.http1.RequestHead} and {@link dev.webendpoints.gateway.http1.ResponseHead} are fed
 * with bytes until they are complete or rejected; {@link dev.webendpoints.gateway.http1.RequestPolicy} and
 * {@link dev.webendpoints.gateway.http1.ResponsePolicy} rewrite them in place, for the other side;
 * {@link dev.webendpoints.gateway.http1.ChunkScanner} follows a chunked body without modifying it. Invalid messages are
 * rejected here and nowhere else, as a {@link dev.webendpoints.gateway.http1.ParseError} with its status.
 *
 * <p>Depends on the JDK only. Must not depend on Netty, routes or workers, so that it can be fuzzed on its own.
 */
package dev.webendpoints.gateway.http1;
