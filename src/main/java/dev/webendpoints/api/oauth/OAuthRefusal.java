package dev.webendpoints.api.oauth;

import dev.webendpoints.identity.signin.TooManyFailures;

/** An error of the token endpoint, with an error code of RFC 6749 §5.2. */
final class OAuthRefusal extends RuntimeException {

    private final String error;
    private final int status;
    private final boolean challengesBasic;
    private final long retryAfterSeconds;

    private OAuthRefusal(String error, int status, String description, boolean challengesBasic) {
        this(error, status, description, challengesBasic, 0);
    }

    private OAuthRefusal(
            String error, int status, String description, boolean challengesBasic, long retryAfterSeconds) {
        super(description);
        this.retryAfterSeconds = retryAfterSeconds;
        this.error = error;
        this.status = status;
        this.challengesBasic = challengesBasic;
    }

    static OAuthRefusal invalidRequest(String description) {
        return new OAuthRefusal("invalid_request", 400, description, false);
    }

    static OAuthRefusal unsupportedGrantType(String description) {
        return new OAuthRefusal("unsupported_grant_type", 400, description, false);
    }

    static OAuthRefusal invalidScope(String description) {
        return new OAuthRefusal("invalid_scope", 400, description, false);
    }

    /** @param byBasic whether the client used HTTP Basic */
    static OAuthRefusal invalidClient(String description, boolean byBasic) {
        return new OAuthRefusal("invalid_client", 401, description, byBasic);
    }

    /** RFC 6749 defines no error for it; the status is from RFC 6585 §4, the error code from RFC 8628 §3.5. */
    static OAuthRefusal slowDown(TooManyFailures failures) {
        return new OAuthRefusal(
                "slow_down",
                429,
                failures.getMessage(),
                false,
                failures.retryAfter().toSeconds());
    }

    String error() {
        return error;
    }

    int status() {
        return status;
    }

    /** Returns the value of {@code Retry-After}; 0 for none. */
    long retryAfterSeconds() {
        return retryAfterSeconds;
    }

    boolean challengesBasic() {
        return challengesBasic;
    }
}
