/**
 * The HTTP/1.1 wire as pure functions on bytes (RFC 9112): what a head says, where a body ends, which headers pass.
 *
 * <p>{@link dev.webendpoints.gateway.http1.RequestHead} and {@link dev.webendpoints.gateway.http1.ResponseHead} are
 * fed with bytes until they are whole or refused; {@link dev.webendpoints.gateway.http1.RequestPolicy} and
 * {@link dev.webendpoints.gateway.http1.ResponsePolicy} rewrite them in place, for the other side;
 * {@link dev.webendpoints.gateway.http1.ChunkScanner} follows a chunked body without touching it. Whatever must be
 * refused is refused here and nowhere else, as a {@link dev.webendpoints.gateway.http1.Refusal} with its status.
 *
 * <p>Depends on the JDK only. Must not know Netty, routes or workers, so that it can be fuzzed on its own.
 */
package dev.webendpoints.gateway.http1;
