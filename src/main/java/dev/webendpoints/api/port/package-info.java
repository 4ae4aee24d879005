/**
 * Limits what unauthenticated clients hold of the control port, before any other handler sees a request:
 * {@code ControlConnections} limits connections, {@code RequestBounds} and {@code Http1RequestGate} limit requests that are
 * slow, pipelined or whose responses are not read, and {@code BodyLimits} limits bodies. {@code FirstRequest} answers
 * liveness probes before any of these, on an event loop of its own.
 */
package dev.webendpoints.api.port;
