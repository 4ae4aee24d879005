/**
 * What a web endpoint is: a function, or a method of a class, that has a URL.
 *
 * <p>{@link dev.webendpoints.endpoint.Endpoints} is what a caller of the API sees and may change;
 * {@link dev.webendpoints.endpoint.Publication} is how a deployment declares its endpoints, inside its own transaction;
 * {@link dev.webendpoints.endpoint.Domains} is the same for custom domains, which {@link dev.webendpoints.endpoint.DomainClaims}
 * gives and {@link dev.webendpoints.endpoint.DomainChecks} proves;
 * both give hostnames by {@link dev.webendpoints.endpoint.Hostname} and {@link dev.webendpoints.endpoint.Label}. After a
 * commit, {@link dev.webendpoints.endpoint.EndpointChanges} tells whoever listens. Nothing here knows of requests, workers
 * or the Modal client.
 */
package dev.webendpoints.endpoint;
