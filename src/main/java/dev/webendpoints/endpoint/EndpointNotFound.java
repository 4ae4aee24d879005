package dev.webendpoints.endpoint;

/** The workspace has no web endpoint with this id. */
public final class EndpointNotFound extends RuntimeException {

    public EndpointNotFound(String endpointId) {
        super("no web endpoint " + endpointId + " in this workspace");
    }
}
