package dev.webendpoints.identity;

import java.util.Set;

/** The scopes of RFC 6749 §3.3 that tokens of this server carry. */
public final class Scopes {

    public static final String ENDPOINTS_READ = "endpoints:read";
    public static final String ENDPOINTS_WRITE = "endpoints:write";
    public static final String PROXY_TOKENS_READ = "proxy-tokens:read";
    public static final String PROXY_TOKENS_WRITE = "proxy-tokens:write";

    public static final Set<String> ALL =
            Set.of(ENDPOINTS_READ, ENDPOINTS_WRITE, PROXY_TOKENS_READ, PROXY_TOKENS_WRITE);

    private Scopes() {}
}
