package dev.webendpoints.identity;

/** Whether a JWT of this server opens an endpoint. Answers from memory: never blocks, never throws. */
public interface BearerCheck {

    /**
     * @param workspaceId of the endpoint
     * @param jwt as it came, of any form
     * @return false for whatever is no JWT of {@code webendpoints.jwt.issuer} for this workspace that is signed by a key of
     *     this server, and valid now, and for one whose API token was revoked or has expired
     */
    boolean accepts(String workspaceId, String jwt);
}
