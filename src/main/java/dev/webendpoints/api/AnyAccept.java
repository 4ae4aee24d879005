package dev.webendpoints.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Ignores the Accept header, as RFC 9110 §12.5.1 allows: responses are always JSON, and problems are problem+json. A
 * client that accepts only {@code application/json} must not be rejected because an error would be a problem+json.
 */
class AnyAccept {

    @ServerRequestFilter(preMatching = true)
    void acceptAnything(ContainerRequestContext request) {
        request.getHeaders().putSingle(HttpHeaders.ACCEPT, MediaType.WILDCARD);
    }
}
