package dev.webendpoints.identity;

/** Whether a JWT of this server opens an endpoint. Answers from memory: never blocks, never throws. */
public interface BearerCheck {

    /**
     * @param workspaceId of the endpoint
     * @param jwt as it came, of any form
     * @param address where it comes from
     * @return {@link Answer#ACCEPTED} for a JWT of {@code webendpoints.jwt.issuer} for this workspace that is signed by a key
     *     of this server, and valid now, and whose API token is; both with the scope {@code endpoints:call}
     */
    Answer check(String workspaceId, String jwt, String address);

    /** What becomes of a JWT. */
    enum Answer {
        ACCEPTED,
        REFUSED,
        /** Valid, without the scope. */
        LACKS_SCOPE,
        /** Refused, or not even looked at, as its address has failed too often: {@link SignInThrottle}. */
        THROTTLED
    }
}
