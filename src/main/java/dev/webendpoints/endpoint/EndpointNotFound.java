package dev.webendpoints.endpoint;

/** No web endpoint of this workspace has the id. */
public final class EndpointNotFound extends RuntimeException {

    public EndpointNotFound(String endpointId) {
        super("no web endpoint " + endpointId + " in this workspace");
    }
}
