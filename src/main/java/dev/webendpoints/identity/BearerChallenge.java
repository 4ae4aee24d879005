package dev.webendpoints.identity;

/** The values of {@code WWW-Authenticate} (RFC 6750 §3). */
public final class BearerChallenge {

    /** No credential was sent: RFC 6750 §3.1 wants no error code then. */
    public static final String MISSING = "Bearer realm=\"web-endpoints\"";

    /** One was sent and refused. */
    public static final String INVALID_TOKEN = MISSING + ", error=\"invalid_token\"";

    private BearerChallenge() {}

    /** @param scope the one that the caller lacks */
    public static String insufficientScope(String scope) {
        return MISSING + ", error=\"insufficient_scope\", scope=\"" + scope + "\"";
    }
}
