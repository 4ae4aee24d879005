package dev.webendpoints.endpoint;

/**
 * The app that declares endpoints, and the parts of the hostname that they share.
 *
 * @param webSuffix of the environment; may be empty
 * @param devSuffix empty for a deployed app; {@code dev} or the user's own for a served one
 */
public record EndpointOwner(
        String workspaceId, String workspace, String environmentId, String webSuffix, String appId, String devSuffix) {

    public String source() {
        return webSuffix.isEmpty() ? workspace : workspace + "-" + webSuffix;
    }

    public boolean isServed() {
        return !devSuffix.isEmpty();
    }
}
