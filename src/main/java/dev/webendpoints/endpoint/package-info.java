/**
 * Web endpoints: functions, or methods of classes, that have a URL.
 *
 * <p>{@link dev.webendpoints.endpoint.Endpoints} lists and changes endpoints for callers of the API;
 * {@link dev.webendpoints.endpoint.EndpointPublication} declares those of a deployment in the deployment's own transaction.
 * Both assign hostnames with {@link dev.webendpoints.endpoint.Hostname} and {@link dev.webendpoints.endpoint.Label}.
 * {@link dev.webendpoints.endpoint.CustomDomains} lists and changes custom domains, which
 * {@link dev.webendpoints.endpoint.DomainClaims} assigns and {@link dev.webendpoints.endpoint.DomainChecks} verifies.
 * After a commit, {@link dev.webendpoints.endpoint.EndpointChanges} notifies listeners. Nothing here depends on
 * requests, workers or the Modal client.
 */
package dev.webendpoints.endpoint;
