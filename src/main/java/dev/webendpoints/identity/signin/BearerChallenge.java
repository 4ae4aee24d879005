package dev.webendpoints.identity.signin;

/** The values of {@code WWW-Authenticate} (RFC 6750 §3). */
public final class BearerChallenge {

    /** No credential was sent. Without an error code, as RFC 6750 §3.1 recommends. */
    public static final String MISSING = "Bearer realm=\"web-endpoints\"";

    /** A credential was sent and rejected. */
    public static final String INVALID_TOKEN = MISSING + ", error=\"invalid_token\"";

    private BearerChallenge() {}

    /** @param scope the scope that the caller lacks */
    public static String insufficientScope(String scope) {
        return MISSING + ", error=\"insufficient_scope\", scope=\"" + scope + "\"";
    }
}
