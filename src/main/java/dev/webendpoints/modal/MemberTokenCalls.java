package dev.webendpoints.modal;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.Empty;

import dev.webendpoints.failure.PermissionDenied;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.token.ApiToken;
import dev.webendpoints.identity.token.ApiTokens;
import dev.webendpoints.modal.generated.TokenDeleteRequest;
import dev.webendpoints.modal.generated.TokenIdsRequest;
import dev.webendpoints.modal.generated.TokensListResponse;
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Uni;

/**
 * {@code modal workspace member-tokens}, and the end of {@code modal token rotate}. Without the scopes for API tokens a
 * caller sees its own token and those that it created, and can disable and delete its own.
 */
@ApplicationScoped
class MemberTokenCalls {

    private final ApiTokens tokens;

    MemberTokenCalls(ApiTokens tokens) {
        this.tokens = tokens;
    }

    Uni<TokensListResponse> list(Call call) {
        return tokens.ofMembers(call.caller()).map(found -> {
            TokensListResponse.Builder answer = TokensListResponse.newBuilder();
            found.stream()
                    .filter(token -> maySee(call.caller(), token))
                    .forEach(token -> answer.addTokens(listed(call, token)));
            return answer.build();
        });
    }

    Uni<Empty> enable(Call call, TokenIdsRequest request) {
        return setDisabled(call, request, false);
    }

    Uni<Empty> disable(Call call, TokenIdsRequest request) {
        return setDisabled(call, request, true);
    }

    private Uni<Empty> setDisabled(Call call, TokenIdsRequest request, boolean disabled) {
        requireRight(call.caller(), request.getTokenIdsList());
        return tokens.setDisabled(call.caller(), request.getTokenIdsList(), disabled)
                .replaceWith(Empty.getDefaultInstance());
    }

    Uni<Empty> delete(Call call, TokenDeleteRequest request) {
        requireRight(call.caller(), List.of(request.getTokenId()));
        return tokens.revoke(call.caller(), request.getTokenId()).replaceWith(Empty.getDefaultInstance());
    }

    private static boolean maySee(Caller caller, ApiToken token) {
        return caller.may(Scopes.API_TOKENS_READ)
                || token.id.equals(caller.tokenId())
                || caller.tokenId().equals(token.createdBy);
    }

    private static void requireRight(Caller caller, List<String> tokenIds) {
        boolean isOwn = tokenIds.stream().allMatch(caller.tokenId()::equals);
        if (!isOwn && !caller.may(Scopes.API_TOKENS_WRITE)) {
            throw new PermissionDenied("The token " + caller.tokenId() + " lacks the scope " + Scopes.API_TOKENS_WRITE
                    + ", which changing other tokens needs.");
        }
    }

    private static TokensListResponse.Listed listed(Call call, ApiToken token) {
        return TokensListResponse.Listed.newBuilder()
                .setTokenId(token.id)
                .setCreatedAt(Timestamps.seconds(token.createdAt))
                .setWorkspaceId(call.workspaceId())
                .setUserId(token.id)
                .setLastUsedAt(Timestamps.seconds(token.lastUsedAt))
                .setMemberDisplayname(WorkspaceCalls.creatorOf(token))
                .setName(token.name)
                .setExpiresAt(Timestamps.seconds(token.expiresAt))
                .setDisabled(token.disabledAt != null)
                .build();
    }
}
