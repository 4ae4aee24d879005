/**
 * The REST control API: resources implement the interfaces that the build generates from {@code META-INF/openapi.yaml}.
 *
 * <p>A resource calls a domain service and converts its result to generated models ({@code …Json}).
 * {@link dev.webendpoints.api.ProblemMapper}, and no other class, maps errors of the service to problem+json; only the
 * token endpoint has the error format of OAuth ({@link dev.webendpoints.api.oauth}). {@link dev.webendpoints.api.port} limits
 * what clients hold of the port. This package has no rules about endpoints or tokens.
 */
package dev.webendpoints.api;
