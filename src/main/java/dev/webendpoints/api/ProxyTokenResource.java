package dev.webendpoints.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import dev.webendpoints.api.generated.ProxyTokensApi;
import dev.webendpoints.api.generated.model.ProxyTokenRequest;
import dev.webendpoints.identity.CurrentCaller;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.proxytoken.ProxyTokens;
import io.smallrye.mutiny.Uni;

/** Operations on the proxy tokens of the caller's workspace. */
class ProxyTokenResource implements ProxyTokensApi {

    private final ProxyTokens tokens;
    private final CurrentCaller caller;

    ProxyTokenResource(ProxyTokens tokens, CurrentCaller caller) {
        this.tokens = tokens;
        this.caller = caller;
    }

    @Override
    @RolesAllowed(Scopes.PROXY_TOKENS_READ)
    public Uni<Response> listProxyTokens() {
        return tokens.list(caller.get())
                .map(found -> Response.ok(ProxyTokenJson.list(found)).build());
    }

    @Override
    @RolesAllowed(Scopes.PROXY_TOKENS_WRITE)
    public Uni<Response> createProxyToken(ProxyTokenRequest request) {
        return ProxyTokenJson.create(tokens, caller.get(), request)
                .map(created -> Response.status(Response.Status.CREATED)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .entity(ProxyTokenJson.withSecret(created))
                        .build());
    }

    @Override
    @RolesAllowed(Scopes.PROXY_TOKENS_WRITE)
    public Uni<Response> deleteProxyToken(String tokenId) {
        return tokens.delete(caller.get(), tokenId)
                .map(done -> Response.noContent().build());
    }
}
