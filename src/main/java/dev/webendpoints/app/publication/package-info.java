/**
 * Publishing: {@link dev.webendpoints.app.publication.AppPublication} makes the latest definitions of an app's functions its
 * served deployment, with their endpoints, in one transaction; {@link dev.webendpoints.app.publication.Redeployment}
 * publishes the definitions of a deployment that is stored already.
 */
package dev.webendpoints.app.publication;
