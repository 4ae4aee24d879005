package dev.webendpoints.modal;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.jwt.TokenIssuer;
import dev.webendpoints.identity.token.ApiToken;
import dev.webendpoints.identity.token.ApiTokens;
import dev.webendpoints.modal.generated.AuthTokenGetResponse;
import dev.webendpoints.modal.generated.ClientHelloResponse;
import dev.webendpoints.modal.generated.ServiceUserIdentity;
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
    private final ApiTokens tokens;

    IdentityCalls(TokenIssuer issuer, ApiTokens tokens) {
        this.issuer = issuer;
        this.tokens = tokens;
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
        return tokens.own(call.caller()).map(token -> answer(call, token));
    }

    private static TokenInfoGetResponse answer(Call call, ApiToken token) {
        TokenInfoGetResponse.Builder answer = TokenInfoGetResponse.newBuilder()
                .setTokenId(token.id)
                .setTokenName(token.name)
                .setWorkspaceId(call.workspaceId())
                .setWorkspaceName(call.caller().workspace())
                .setCreatedAt(Timestamps.message(token.createdAt));
        if (token.expiresAt != null) {
            answer.setExpiresAt(Timestamps.message(token.expiresAt));
        }
        return (token.isServiceUser
                        ? answer.setServiceUserIdentity(ServiceUserIdentity.newBuilder()
                                .setServiceUserId(token.id)
                                .setServiceUserName(token.name)
                                .setCreatedBy(identity(WorkspaceCalls.creatorOf(token))))
                        : answer.setUserIdentity(identity(token.id)))
                .build();
    }

    private static UserIdentity identity(String id) {
        return UserIdentity.newBuilder().setUserId(id).setUsername(id).build();
    }

    Uni<WorkspaceNameLookupResponse> workspace(Call call) {
        return Uni.createFrom()
                .item(WorkspaceNameLookupResponse.newBuilder()
                        .setWorkspaceName(call.caller().workspace())
                        .setUsername(call.caller().workspace())
                        .build());
    }
}
