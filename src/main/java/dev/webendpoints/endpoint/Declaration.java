package dev.webendpoints.endpoint;

import java.util.List;
import java.util.Optional;

/**
 * What the code says of one of its endpoints.
 *
 * @param method the class's web method; empty for a function
 * @param httpMethods upper case; what the endpoint is expected to answer
 * @param generatedLabel by {@link Label#generated}
 * @param requestedLabel {@code label=}; checked by {@link Label#check} when the endpoint is proposed
 * @param domains {@code custom_domains=}; checked as {@link DomainName} likewise
 */
public record Declaration(
        String functionId,
        String method,
        EndpointKind kind,
        List<String> httpMethods,
        String generatedLabel,
        Optional<String> requestedLabel,
        EndpointAuth auth,
        List<String> domains) {

    Declaration withDomains(List<String> checked) {
        return new Declaration(functionId, method, kind, httpMethods, generatedLabel, requestedLabel, auth, checked);
    }

    /** What an application of its own routes may answer. */
    public static final List<String> ANY_METHOD = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
}
