package dev.webendpoints.endpoint;

import dev.webendpoints.failure.NotFound;

/** The workspace has no web endpoint with this id. */
public final class EndpointNotFound extends NotFound {

    public EndpointNotFound(String endpointId) {
        super("no web endpoint " + endpointId + " in this workspace");
    }
}
