package dev.webendpoints.endpoint;

import java.util.List;
import java.util.Optional;

import dev.webendpoints.endpoint.domain.DomainName;
import dev.webendpoints.function.EndpointAuth;
import dev.webendpoints.function.EndpointKind;

/**
 * The declaration of an endpoint in code.
 *
 * @param method the class's web method; empty for a function
 * @param httpMethods methods that the endpoint is expected to serve, upper case
 * @param generatedLabel by {@link Label#generated}
 * @param requestedLabel {@code label=}; checked by {@link Label#check} when the endpoint is proposed
 * @param domains {@code custom_domains=}; checked by {@link DomainName#of} when the endpoint is proposed
 */
public record EndpointDeclaration(
        String functionId,
        String method,
        EndpointKind kind,
        List<String> httpMethods,
        String generatedLabel,
        Optional<String> requestedLabel,
        EndpointAuth auth,
        List<String> domains) {

    public EndpointDeclaration withDomains(List<String> checked) {
        return new EndpointDeclaration(
                functionId, method, kind, httpMethods, generatedLabel, requestedLabel, auth, checked);
    }

    /** Methods of an application that does its own routing. */
    public static final List<String> ANY_METHOD = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
}
