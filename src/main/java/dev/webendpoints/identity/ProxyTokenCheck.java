package dev.webendpoints.identity;

/** Port: tells whether a proxy token opens the functions of an environment. In memory; never blocks. */
public interface ProxyTokenCheck {

    boolean accepts(String workspaceId, String environmentId, String tokenId, String secret);
}
