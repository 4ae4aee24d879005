/**
 * Clients that speak HTTP/1.1.
 *
 * <p>A {@link dev.webendpoints.gateway.relay.h1.ClientConnection} gives what it reads to a {@code RequestReader}, which
 * returns heads and bodies, and begins an exchange for each request; bytes of later requests wait in
 * {@code PipelinedBytes}. A {@code ResponseWriter} writes the responses, and {@code LingeringClose} ends the connection so
 * that the client can read the last one.
 *
 * <p>Must not know HTTP/2: a client that speaks it is handed on.
 */
package dev.webendpoints.gateway.relay.h1;
