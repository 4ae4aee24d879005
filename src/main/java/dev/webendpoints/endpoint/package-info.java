/**
 * Web endpoints: functions, or methods of classes, that have a URL.
 *
 * <p>{@link dev.webendpoints.endpoint.WebEndpoint} is the entity; {@link dev.webendpoints.endpoint.Hostname} and
 * {@link dev.webendpoints.endpoint.Label} have the rules of hostnames. {@link dev.webendpoints.endpoint.publication} declares
 * the endpoints of a deployment, {@link dev.webendpoints.endpoint.catalog} lists and changes them for callers of the API, and
 * {@link dev.webendpoints.endpoint.domain} has custom domains. After a commit,
 * {@link dev.webendpoints.database.ChangeFeed} announces the change. Nothing here depends on requests, workers or the Modal
 * client.
 */
package dev.webendpoints.endpoint;
