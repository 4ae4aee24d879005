package dev.webendpoints.api;

/** What the token endpoint refuses, in the words of RFC 6749 §5.2. */
final class OAuthRefusal extends RuntimeException {

    private final String error;
    private final int status;
    private final boolean challengesBasic;

    private OAuthRefusal(String error, int status, String description, boolean challengesBasic) {
        super(description);
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

    /** @param byBasic whether the client tried HTTP Basic */
    static OAuthRefusal invalidClient(String description, boolean byBasic) {
        return new OAuthRefusal("invalid_client", 401, description, byBasic);
    }

    String error() {
        return error;
    }

    int status() {
        return status;
    }

    boolean challengesBasic() {
        return challengesBasic;
    }
}
