package dev.webendpoints.api;

import java.util.Optional;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import dev.webendpoints.api.generated.ApiTokensApi;
import dev.webendpoints.api.generated.model.ApiTokenRequest;
import dev.webendpoints.api.generated.model.ApiTokenRotation;
import dev.webendpoints.endpoint.InvalidCursor;
import dev.webendpoints.identity.CurrentCaller;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.token.ApiTokens;
import dev.webendpoints.identity.token.NewApiToken;
import dev.webendpoints.identity.token.UnknownApiToken;
import io.smallrye.mutiny.Uni;

/** Operations on API tokens of the caller's workspace, or of every workspace for an admin. */
class ApiTokenResource implements ApiTokensApi {

    private final ApiTokens tokens;
    private final CurrentCaller caller;

    ApiTokenResource(ApiTokens tokens, CurrentCaller caller) {
        this.tokens = tokens;
        this.caller = caller;
    }

    @Override
    @RolesAllowed({Scopes.API_TOKENS_READ, Scopes.ADMIN})
    public Uni<Response> listApiTokens(String workspace, Integer limit, String cursor) {
        return tokens.page(caller.get(), Optional.ofNullable(workspace), limit, Optional.ofNullable(cursor))
                .onFailure(UnknownApiToken.class)
                .transform(unknown -> new InvalidCursor(cursor))
                .map(page -> Response.ok(ApiTokenJson.list(page.tokens()))
                        .links(NextPage.of("/v1/api-tokens", page.nextCursor(), limit)
                                .and("workspace", workspace)
                                .links())
                        .build());
    }

    @Override
    @RolesAllowed({Scopes.API_TOKENS_WRITE, Scopes.ADMIN})
    public Uni<Response> createApiToken(ApiTokenRequest request) {
        return tokens.create(caller.get(), ApiTokenJson.draft(request))
                .map(made -> withSecret(Response.Status.CREATED, made));
    }

    @Override
    @RolesAllowed({Scopes.API_TOKENS_WRITE, Scopes.ADMIN})
    public Uni<Response> rotateApiToken(String tokenId, ApiTokenRotation rotation) {
        return tokens.rotate(caller.get(), tokenId, ApiTokenJson.overlap(rotation))
                .map(made -> withSecret(Response.Status.OK, made));
    }

    @Override
    @RolesAllowed({Scopes.API_TOKENS_WRITE, Scopes.ADMIN})
    public Uni<Response> revokeApiToken(String tokenId) {
        return tokens.revoke(caller.get(), tokenId)
                .map(done -> Response.noContent().build());
    }

    private static Response withSecret(Response.Status status, NewApiToken made) {
        return Response.status(status)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(ApiTokenJson.withSecret(made))
                .build();
    }
}
