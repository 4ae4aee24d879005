/**
 * Authentication: converts a credential to a {@link dev.webendpoints.identity.Caller}, or rejects it.
 *
 * <p>{@link dev.webendpoints.identity.signin.BearerMechanism} authenticates REST requests, by API tokens
 * ({@link dev.webendpoints.identity.signin.ApiTokenCredentials}) or JWTs ({@link dev.webendpoints.identity.signin.JwtCallers}).
 * {@link dev.webendpoints.identity.signin.BearerTable} checks the JWTs of requests to web endpoints, in memory.
 * {@link dev.webendpoints.identity.signin.CredentialWatch} keeps all credentials in memory in sync with the database,
 * {@link dev.webendpoints.identity.signin.SignInThrottle} counts failures, and
 * {@link dev.webendpoints.identity.signin.ServerBootstrap} creates the first workspace and its token in an empty database.
 */
package dev.webendpoints.identity.signin;
