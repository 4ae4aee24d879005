/**
 * Publishing: {@link dev.webendpoints.app.publication.AppPublication} makes the latest definitions of an app's functions its
 * served deployment, with their endpoints, in one transaction.
 */
package dev.webendpoints.app.publication;
