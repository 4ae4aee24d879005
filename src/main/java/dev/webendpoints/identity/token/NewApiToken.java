package dev.webendpoints.identity.token;

/**
 * A new or rotated API token with its secret, which is available only once: only a hash is stored.
 *
 * @param token as stored
 * @param secret {@code as-…}
 */
public record NewApiToken(ApiToken token, String secret) {}
