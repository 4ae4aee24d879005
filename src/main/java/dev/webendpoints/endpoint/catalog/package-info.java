/**
 * {@link dev.webendpoints.endpoint.catalog.Endpoints} lists the endpoints of a workspace page by page and sets their labels,
 * for callers of the API.
 */
package dev.webendpoints.endpoint.catalog;
