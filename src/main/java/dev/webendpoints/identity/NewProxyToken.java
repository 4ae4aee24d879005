package dev.webendpoints.identity;

/**
 * A proxy token just made, with its secret for the only time: only a hash is kept.
 *
 * @param token what is kept
 * @param secret {@code ws-…}
 */
public record NewProxyToken(ProxyToken token, String secret) {}
