package dev.webendpoints.endpoint;

/**
 * The app whose endpoints are declared, and the part of the hostname that it gives them all.
 *
 * @param webSuffix of the environment; may be empty
 * @param devSuffix empty for a deployed app; {@code dev} or the user's own for a served one
 */
public record Owner(
        String workspaceId, String workspace, String environmentId, String webSuffix, String appId, String devSuffix) {

    String source() {
        return webSuffix.isEmpty() ? workspace : workspace + "-" + webSuffix;
    }

    boolean isServed() {
        return !devSuffix.isEmpty();
    }
}
