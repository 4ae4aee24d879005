/**
 * API tokens: created, listed, rotated and revoked through {@link dev.webendpoints.identity.token.ApiTokens}, within the
 * rules of {@link dev.webendpoints.identity.token.ApiTokenDraft}. {@link dev.webendpoints.identity.token.TokenUses} records
 * when a token was last used.
 */
package dev.webendpoints.identity.token;
