package dev.webendpoints.api;

import java.net.URI;
import java.time.ZoneOffset;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.api.generated.model.ListWebEndpoints200Response;
import dev.webendpoints.api.generated.model.WebEndpoint;
import dev.webendpoints.api.generated.model.WebEndpoint.AuthEnum;
import dev.webendpoints.api.generated.model.WebEndpoint.KindEnum;
import dev.webendpoints.api.generated.model.WebEndpointDomain;
import dev.webendpoints.api.generated.model.WebEndpointDomain.StateEnum;
import dev.webendpoints.api.generated.model.WebEndpointDomains;
import dev.webendpoints.endpoint.catalog.EndpointPage;
import dev.webendpoints.endpoint.catalog.Endpoints;
import dev.webendpoints.endpoint.domain.EndpointDomain;

/** Converts web endpoints to the models of the contract. Absent values are omitted, never null. */
@ApplicationScoped
class WebEndpointJson {

    private final Endpoints endpoints;

    WebEndpointJson(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    ListWebEndpoints200Response page(EndpointPage page) {
        return new ListWebEndpoints200Response()
                .data(page.endpoints().stream().map(this::of).toList());
    }

    static WebEndpointDomains domains(List<EndpointDomain> domains) {
        return new WebEndpointDomains()
                .data(domains.stream().map(WebEndpointJson::domain).toList());
    }

    private static WebEndpointDomain domain(EndpointDomain domain) {
        return new WebEndpointDomain()
                .domain(domain.name())
                .state(domain.isVerified() ? StateEnum.VERIFIED : StateEnum.PENDING)
                .txtName(domain.challenge().name())
                .txtValue(domain.challenge().value());
    }

    WebEndpoint of(dev.webendpoints.endpoint.WebEndpoint endpoint) {
        return new WebEndpoint()
                .endpointId(endpoint.id)
                .functionId(endpoint.functionId)
                .kind(KindEnum.fromValue(endpoint.kind.spelling()))
                .url(endpoints.url(endpoint).map(URI::create).orElse(null))
                .customLabel(endpoint.customLabel().orElse(null))
                .auth(AuthEnum.fromValue(endpoint.auth().spelling()))
                .methods(List.of(endpoint.httpMethods))
                .createdAt(endpoint.createdAt.atOffset(ZoneOffset.UTC));
    }
}
