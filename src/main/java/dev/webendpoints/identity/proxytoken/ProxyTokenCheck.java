package dev.webendpoints.identity.proxytoken;

/** Checks whether a proxy token gives access to an endpoint. In memory: never blocks, never throws. */
public interface ProxyTokenCheck {

    /**
     * @param workspaceId of the endpoint
     * @param environmentId of the endpoint
     * @return false for an id that is unknown, deleted or another workspace's, for a wrong secret, and for a scoped
     *     token that is not allowed for this environment; takes the same time in all cases
     */
    boolean accepts(String workspaceId, String environmentId, String tokenId, String secret);
}
