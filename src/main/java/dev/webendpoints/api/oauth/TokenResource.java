package dev.webendpoints.api.oauth;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import dev.webendpoints.api.generated.TokensApi;
import dev.webendpoints.identity.signin.RemoteNetwork;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;

/** The token endpoint of RFC 6749 §3.2. Requires no authentication, because the form contains the credentials. */
class TokenResource implements TokensApi {

    private final TokenExchange exchange;

    @Context
    HttpHeaders headers;

    @Context
    HttpServerRequest request;

    TokenResource(TokenExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    @PermitAll
    public Uni<Response> createToken(String grantType, String clientId, String clientSecret, String scope) {
        return exchange.exchange(new TokenRequest(
                        grantType,
                        clientId,
                        clientSecret,
                        scope,
                        headers.getHeaderString(HttpHeaders.AUTHORIZATION),
                        RemoteNetwork.address(request)))
                .map(token -> Response.ok(token)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }
}
