package dev.webendpoints.routing;

import java.time.Duration;

/**
 * The gateway's data on one hostname.
 *
 * @param kind as the API spells it: {@code fastapi_endpoint} …
 * @param method the class's web method; empty for a function
 * @param timeout of one request
 * @param parameters of its class
 */
public record Route(
        String hostname,
        String endpointId,
        String workspaceId,
        String environmentId,
        String appId,
        String functionId,
        String definitionId,
        String method,
        String kind,
        Access access,
        Duration timeout,
        ClassParameters parameters) {

    public enum Access {
        NONE,
        PROXY_TOKEN,
        BEARER,
        CUSTOM
    }
}
