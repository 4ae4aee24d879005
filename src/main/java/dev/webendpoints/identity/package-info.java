/**
 * Authentication: converts a credential to a {@link dev.webendpoints.identity.Caller}, or rejects it.
 *
 * <p>{@link dev.webendpoints.identity.ApiTokenCredentials} checks API tokens. {@link dev.webendpoints.identity.BearerMechanism}
 * also accepts JWTs issued by {@link dev.webendpoints.identity.TokenIssuer} or the operator's own issuer.
 * {@link dev.webendpoints.identity.ProxyTokenCheck} and {@link dev.webendpoints.identity.BearerCheck} check the
 * credentials for web endpoints. {@link dev.webendpoints.identity.ServerBootstrap} creates the first workspace and its token
 * in an empty database, {@link dev.webendpoints.identity.ApiTokens} all other tokens.
 * {@link dev.webendpoints.identity.CredentialWatch} keeps the credentials in memory in sync with the database, and
 * {@link dev.webendpoints.identity.SignInThrottle} counts failures. Each secret is stored as a salted hash, and each
 * query is restricted to the caller's workspace, unless the caller is an admin. Nothing here knows what callers do with
 * their scopes.
 */
package dev.webendpoints.identity;
