package dev.webendpoints.identity;

/** Whether a proxy token opens an endpoint. Answers from memory: never blocks, never throws. */
public interface ProxyTokenCheck {

    /**
     * @param workspaceId of the endpoint
     * @param environmentId of the endpoint
     * @return false for an id that is unknown, deleted or another workspace's, for a wrong secret, and for a scoped token
     *     that was not allowed for this environment; in the same time for all of them
     */
    boolean accepts(String workspaceId, String environmentId, String tokenId, String secret);
}
