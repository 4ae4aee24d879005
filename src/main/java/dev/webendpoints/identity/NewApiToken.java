package dev.webendpoints.identity;

/**
 * An API token just made or rotated, with its secret for the only time: only a hash is kept.
 *
 * @param token what is kept
 * @param secret {@code as-…}
 */
public record NewApiToken(ApiToken token, String secret) {}
