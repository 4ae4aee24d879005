/**
 * The REST control API: resources implement the interfaces that the build generates from {@code META-INF/openapi.yaml}.
 *
 * <p>A resource calls a domain service and converts its result to generated models ({@code …Json}).
 * {@link dev.webendpoints.api.ProblemMapper}, and no other class, maps errors of the service to problem+json; only the token
 * endpoint uses the error format of OAuth, {@link dev.webendpoints.api.OAuthErrors}. This package has no rules about
 * endpoints or tokens.
 *
 * <p>It also limits what unauthenticated clients hold of the port itself, before any other handler sees a request:
 * {@code ControlConnections} limits connections, {@code RequestBounds} and {@code Http1RequestGate} limit requests that
 * are slow, pipelined or whose responses are not read, and {@code BodyLimits} limits bodies. {@code FirstRequest} answers
 * liveness probes before any of these, on an event loop of its own.
 */
package dev.webendpoints.api;
