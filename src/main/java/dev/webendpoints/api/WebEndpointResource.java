package dev.webendpoints.api;

import java.util.Optional;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.core.Response;

import dev.webendpoints.api.generated.WebEndpointsApi;
import dev.webendpoints.api.generated.model.SetWebEndpointAuthRequest;
import dev.webendpoints.api.generated.model.SetWebEndpointDomainsRequest;
import dev.webendpoints.api.generated.model.SetWebEndpointLabelRequest;
import dev.webendpoints.endpoint.catalog.Endpoints;
import dev.webendpoints.endpoint.domain.CustomDomains;
import dev.webendpoints.identity.CurrentCaller;
import dev.webendpoints.identity.Scopes;
import io.smallrye.mutiny.Uni;

/** Operations on the web endpoints of the caller's workspace. */
class WebEndpointResource implements WebEndpointsApi {

    private final Endpoints endpoints;
    private final CustomDomains domains;
    private final CurrentCaller caller;
    private final WebEndpointJson json;

    WebEndpointResource(Endpoints endpoints, CustomDomains domains, CurrentCaller caller, WebEndpointJson json) {
        this.endpoints = endpoints;
        this.domains = domains;
        this.caller = caller;
        this.json = json;
    }

    @Override
    @RolesAllowed(Scopes.ENDPOINTS_READ)
    public Uni<Response> listWebEndpoints(Integer limit, String cursor) {
        return endpoints
                .page(caller.get().workspaceId(), limit, Optional.ofNullable(cursor))
                .map(page -> Response.ok(json.page(page))
                        .links(NextPage.of("/v1/web-endpoints", page.nextCursor(), limit)
                                .links())
                        .build());
    }

    @Override
    @RolesAllowed(Scopes.ENDPOINTS_READ)
    public Uni<Response> getWebEndpoint(String endpointId) {
        return endpoints
                .find(caller.get().workspaceId(), endpointId)
                .map(endpoint -> Response.ok(json.of(endpoint)).build());
    }

    @Override
    @RolesAllowed(Scopes.ENDPOINTS_WRITE)
    public Uni<Response> setWebEndpointLabel(String endpointId, SetWebEndpointLabelRequest request) {
        return endpoints
                .setLabel(caller.get().workspaceId(), endpointId, request.getLabel())
                .map(done -> Response.noContent().build());
    }

    @Override
    @RolesAllowed(Scopes.ENDPOINTS_WRITE)
    public Uni<Response> setWebEndpointAuth(String endpointId, SetWebEndpointAuthRequest request) {
        return endpoints
                .setAuth(caller.get().workspaceId(), endpointId, request.getAuth())
                .map(done -> Response.noContent().build());
    }

    @Override
    @RolesAllowed(Scopes.ENDPOINTS_READ)
    public Uni<Response> listWebEndpointDomains(String endpointId) {
        return domains.list(caller.get().workspaceId(), endpointId)
                .map(found -> Response.ok(WebEndpointJson.domains(found)).build());
    }

    @Override
    @RolesAllowed(Scopes.ENDPOINTS_WRITE)
    public Uni<Response> setWebEndpointDomains(String endpointId, SetWebEndpointDomainsRequest request) {
        return domains.set(caller.get().workspaceId(), endpointId, request.getDomains())
                .map(found -> Response.ok(WebEndpointJson.domains(found)).build());
    }
}
