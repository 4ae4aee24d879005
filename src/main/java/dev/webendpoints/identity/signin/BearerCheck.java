package dev.webendpoints.identity.signin;

/** Checks whether a JWT of this server gives access to an endpoint. In memory: never blocks, never throws. */
public interface BearerCheck {

    /**
     * @param workspaceId of the endpoint
     * @param jwt as received; may be malformed
     * @param address of the client
     * @return {@link Result#ACCEPTED} if the JWT is of {@code webendpoints.jwt.issuer} and for this workspace, is
     *     signed by a key of this server, is valid now, as is its API token, and both have the scope
     *     {@code endpoints:call}
     */
    Result check(String workspaceId, String jwt, String address);

    /** The result of a check. */
    enum Result {
        ACCEPTED,
        REFUSED,
        /** Valid, but without the scope. */
        LACKS_SCOPE,
        /** Refused, possibly without a check, as its address has failed too often: {@link SignInThrottle}. */
        THROTTLED
    }
}
