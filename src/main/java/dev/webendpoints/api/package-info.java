/**
 * The REST control API: resources implement the interfaces that the build generates from {@code META-INF/openapi.yaml}.
 *
 * <p>A resource asks a domain service and puts its answer into generated models ({@code …Json}). What the service refuses
 * becomes a problem+json in {@link dev.webendpoints.api.Problems} and nowhere else; the token endpoint alone answers in
 * the form of OAuth, {@link dev.webendpoints.api.OAuthErrors}. There are no rules about endpoints or tokens here.
 *
 * <p>What strangers may hold of the port itself is bounded here as well, before anything else looks at a request:
 * {@code ControlConnections} for connections, {@code RequestBounds} and {@code Http1RequestGate} for requests that are
 * slow, unread or sent in a row, {@code BodyLimits} for bodies. {@code FirstRequest} answers for liveness before all of it, on
 * an event loop that serves nobody else.
 */
package dev.webendpoints.api;
