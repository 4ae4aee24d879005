package dev.webendpoints.routing;

import java.time.Duration;

import dev.webendpoints.function.EndpointAuth;
import dev.webendpoints.function.EndpointKind;

/**
 * The gateway's data on one hostname.
 *
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
        EndpointKind kind,
        EndpointAuth access,
        Duration timeout,
        ClassParameters parameters) {}
