/**
 * The REST control API: resources implement the interfaces that the build generates from {@code META-INF/openapi.yaml}.
 *
 * <p>A resource asks a domain service and puts its answer into generated models ({@code …Json}). What the service refuses
 * becomes a problem+json in {@link dev.webendpoints.api.Problems} and nowhere else; the token endpoint alone answers in
 * the form of OAuth, {@link dev.webendpoints.api.OAuthErrors}. There are no rules about endpoints or tokens here.
 */
package dev.webendpoints.api;
