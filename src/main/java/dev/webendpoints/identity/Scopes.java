package dev.webendpoints.identity;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scopes (RFC 6749 §3.3) of this server's tokens. */
public final class Scopes {

    public static final String ENDPOINTS_READ = "endpoints:read";
    public static final String ENDPOINTS_WRITE = "endpoints:write";

    /** Calls endpoints with the auth {@code bearer}. */
    public static final String ENDPOINTS_CALL = "endpoints:call";

    public static final String PROXY_TOKENS_READ = "proxy-tokens:read";
    public static final String PROXY_TOKENS_WRITE = "proxy-tokens:write";
    public static final String API_TOKENS_READ = "api-tokens:read";
    public static final String API_TOKENS_WRITE = "api-tokens:write";

    /** Reads the metrics of all workspaces. */
    public static final String METRICS_READ = "metrics:read";

    /** Manages workspaces and the API tokens of each. */
    public static final String ADMIN = "admin";

    /** Scopes within one workspace; the operator's issuer can grant only these. */
    public static final Set<String> WORKSPACE = Set.of(
            ENDPOINTS_READ,
            ENDPOINTS_WRITE,
            ENDPOINTS_CALL,
            PROXY_TOKENS_READ,
            PROXY_TOKENS_WRITE,
            API_TOKENS_READ,
            API_TOKENS_WRITE);

    /** Scopes for the whole server, for operators. */
    public static final Set<String> SERVER = Set.of(METRICS_READ, ADMIN);

    public static final Set<String> ALL =
            Stream.of(WORKSPACE, SERVER).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

    private Scopes() {}

    /** Returns the scopes in alphabetical order, for output. */
    public static List<String> sorted(Collection<String> scopes) {
        return List.copyOf(new TreeSet<>(scopes));
    }

    public static String words(Collection<String> scopes) {
        return String.join(" ", sorted(scopes));
    }
}
