package dev.webendpoints.identity.proxytoken;

/** The caller's workspace has no proxy token with this id. */
public final class UnknownProxyToken extends RuntimeException {

    UnknownProxyToken(String id) {
        super("Proxy token '" + id + "' not found.");
    }
}
