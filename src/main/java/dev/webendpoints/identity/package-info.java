/**
 * A credential in, a {@link dev.webendpoints.identity.Caller} out, or a refusal.
 *
 * <p>{@link dev.webendpoints.identity.Credentials} knows API tokens, {@link dev.webendpoints.identity.BearerMechanism}
 * also the JWTs that {@link dev.webendpoints.identity.TokenIssuer} or the operator's own issuer made, and
 * {@link dev.webendpoints.identity.ProxyTokenCheck} the tokens that open web endpoints.
 * {@link dev.webendpoints.identity.Bootstrap} makes the first workspace and its token in an empty database,
 * {@link dev.webendpoints.identity.ApiTokens} all others. {@link dev.webendpoints.identity.CredentialWatch} keeps what is in
 * memory of any of them as the database has it, and {@link dev.webendpoints.identity.SignInThrottle} counts those that
 * failed. Every secret is kept as a salted hash, and every query asks for the caller's workspace, unless an admin asks. What a caller then does with its rights is not known here.
 */
package dev.webendpoints.identity;
