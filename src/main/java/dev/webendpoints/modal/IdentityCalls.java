package dev.webendpoints.modal;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.jwt.TokenIssuer;
import dev.webendpoints.modal.generated.AuthTokenGetResponse;
import dev.webendpoints.modal.generated.ClientHelloResponse;
import dev.webendpoints.modal.generated.TokenInfoGetResponse;
import dev.webendpoints.modal.generated.UserIdentity;
import dev.webendpoints.modal.generated.WorkspaceNameLookupResponse;
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Uni;

/**
 * The caller's identity: {@code modal token info}, {@code modal token set}, and the first calls of JavaScript and Go.
 */
@ApplicationScoped
class IdentityCalls {

    private final TokenIssuer issuer;

    IdentityCalls(TokenIssuer issuer) {
        this.issuer = issuer;
    }

    Uni<ClientHelloResponse> hello(Call call) {
        return Uni.createFrom()
                .item(ClientHelloResponse.newBuilder()
                        .setImageBuilderVersion(call.client().imageBuilderVersion())
                        .build());
    }

    /** The token that JavaScript and Go clients send from then on; the scopes of their API token still apply. */
    Uni<AuthTokenGetResponse> authToken(Call call) {
        return Uni.createFrom()
                .item(() -> AuthTokenGetResponse.newBuilder()
                        .setToken(issuer.issue(call.caller()))
                        .build());
    }

    Uni<TokenInfoGetResponse> tokenInfo(Call call) {
        return Uni.createFrom()
                .item(TokenInfoGetResponse.newBuilder()
                        .setTokenId(call.caller().tokenId())
                        .setWorkspaceId(call.workspaceId())
                        .setWorkspaceName(call.caller().workspace())
                        .setUserIdentity(UserIdentity.newBuilder()
                                .setUserId(call.caller().tokenId())
                                .setUsername(call.caller().tokenId()))
                        .build());
    }

    Uni<WorkspaceNameLookupResponse> workspace(Call call) {
        return Uni.createFrom()
                .item(WorkspaceNameLookupResponse.newBuilder()
                        .setWorkspaceName(call.caller().workspace())
                        .setUsername(call.caller().workspace())
                        .build());
    }
}
