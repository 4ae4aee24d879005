package dev.webendpoints.identity.proxytoken;

/**
 * A new proxy token with its secret, which is available only once: only a hash is stored.
 *
 * @param token as stored
 * @param secret {@code ws-…}
 */
public record NewProxyToken(ProxyToken token, String secret) {}
