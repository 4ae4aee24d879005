package dev.webendpoints.identity.token;

import java.time.Instant;

/** The position in a list of API tokens after which a page starts. */
record ApiTokenPosition(Instant createdAt, String id) {

    /** Before every token. */
    static final ApiTokenPosition START = new ApiTokenPosition(Instant.EPOCH, "");

    static ApiTokenPosition after(ApiToken token) {
        return new ApiTokenPosition(token.createdAt, token.id);
    }
}
