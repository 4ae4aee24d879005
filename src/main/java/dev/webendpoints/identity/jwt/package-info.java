/**
 * JWTs: {@link dev.webendpoints.identity.jwt.TokenIssuer} issues the server's own, signed with
 * {@link dev.webendpoints.identity.jwt.SigningKeys}; {@link dev.webendpoints.identity.jwt.OwnJwtReader} reads them, and
 * {@link dev.webendpoints.identity.jwt.JwtVerification} verifies those of the operator's issuer.
 */
package dev.webendpoints.identity.jwt;
