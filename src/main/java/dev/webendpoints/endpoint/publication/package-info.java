/**
 * {@link dev.webendpoints.endpoint.publication.EndpointPublication} declares the endpoints of a deployment in the
 * deployment's own transaction, and proposes their URLs before.
 */
package dev.webendpoints.endpoint.publication;
