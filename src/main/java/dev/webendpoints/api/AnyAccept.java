package dev.webendpoints.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Answers are JSON and problems are problem+json, whatever a caller says it accepts, as RFC 9110 §12.5.1 allows. A caller
 * that accepts {@code application/json} only must not be refused because a refusal would be a problem+json.
 */
class AnyAccept {

    @ServerRequestFilter(preMatching = true)
    void acceptAnything(ContainerRequestContext request) {
        request.getHeaders().putSingle(HttpHeaders.ACCEPT, MediaType.WILDCARD);
    }
}
