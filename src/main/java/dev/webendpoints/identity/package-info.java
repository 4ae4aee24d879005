/**
 * Tenants and their callers: workspaces, environments, scopes, and the {@link dev.webendpoints.identity.Caller} that a
 * credential is converted to.
 *
 * <p>The credentials have packages of their own: {@link dev.webendpoints.identity.token} API tokens,
 * {@link dev.webendpoints.identity.jwt} JWTs and their keys, {@link dev.webendpoints.identity.proxytoken} the proxy tokens
 * of web endpoints. {@link dev.webendpoints.identity.signin} checks them; {@link dev.webendpoints.identity.tokenflow}
 * makes tokens for commands that have none. Each secret is stored as a salted hash, and each query is restricted to the
 * caller's workspace, unless the caller is an admin. Nothing here knows what callers do with their scopes.
 */
package dev.webendpoints.identity;
