package dev.webendpoints.identity;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scopes of RFC 6749 §3.3 that tokens of this server carry. */
public final class Scopes {

    public static final String ENDPOINTS_READ = "endpoints:read";
    public static final String ENDPOINTS_WRITE = "endpoints:write";

    /** To call endpoints whose auth is {@code bearer}. */
    public static final String ENDPOINTS_CALL = "endpoints:call";

    public static final String PROXY_TOKENS_READ = "proxy-tokens:read";
    public static final String PROXY_TOKENS_WRITE = "proxy-tokens:write";
    public static final String API_TOKENS_READ = "api-tokens:read";
    public static final String API_TOKENS_WRITE = "api-tokens:write";

    /** Every workspace's traffic. */
    public static final String METRICS_READ = "metrics:read";

    /** Workspaces, and the API tokens of each. */
    public static final String ADMIN = "admin";

    /** Those that concern one workspace: the most that an issuer of the operator's can give. */
    public static final Set<String> WORKSPACE = Set.of(
            ENDPOINTS_READ,
            ENDPOINTS_WRITE,
            ENDPOINTS_CALL,
            PROXY_TOKENS_READ,
            PROXY_TOKENS_WRITE,
            API_TOKENS_READ,
            API_TOKENS_WRITE);

    /** Those that concern the whole server: the operator's. */
    public static final Set<String> SERVER = Set.of(METRICS_READ, ADMIN);

    public static final Set<String> ALL =
            Stream.of(WORKSPACE, SERVER).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

    private Scopes() {}

    /** In order, as callers are shown them. */
    static List<String> sorted(Collection<String> scopes) {
        return List.copyOf(new TreeSet<>(scopes));
    }

    static String words(Collection<String> scopes) {
        return String.join(" ", sorted(scopes));
    }
}
