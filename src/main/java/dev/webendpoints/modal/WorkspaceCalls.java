package dev.webendpoints.modal;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.Empty;

import dev.webendpoints.identity.EnvironmentChanges;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.token.ApiToken;
import dev.webendpoints.identity.token.ApiTokens;
import dev.webendpoints.modal.generated.MemberRole;
import dev.webendpoints.modal.generated.WorkspaceMembersListResponse;
import dev.webendpoints.modal.generated.WorkspaceSetDefaultEnvironmentRequest;
import dev.webendpoints.modal.generated.WorkspaceSettingsResponse;
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Uni;

/** {@code modal workspace members} and {@code settings}. The members of a workspace are its API tokens. */
@ApplicationScoped
class WorkspaceCalls {

    private final Environments environments;
    private final EnvironmentChanges changes;
    private final ApiTokens tokens;

    WorkspaceCalls(Environments environments, EnvironmentChanges changes, ApiTokens tokens) {
        this.environments = environments;
        this.changes = changes;
        this.tokens = tokens;
    }

    Uni<WorkspaceSettingsResponse> settings(Call call) {
        return environments
                .find(call.caller(), "")
                .map(environment -> WorkspaceSettingsResponse.newBuilder()
                        .setDefaultEnvironmentName(environment.name)
                        .setImageBuilderVersion(call.client().imageBuilderVersion())
                        .build());
    }

    Uni<Empty> makeDefault(Call call, WorkspaceSetDefaultEnvironmentRequest request) {
        return changes.makeDefault(call.caller(), request.getEnvironmentName()).replaceWith(Empty.getDefaultInstance());
    }

    Uni<WorkspaceMembersListResponse> members(Call call) {
        return tokens.ofMembers(call.caller()).map(found -> {
            WorkspaceMembersListResponse.Builder answer = WorkspaceMembersListResponse.newBuilder();
            found.forEach(token -> answer.addMembers(member(token)));
            return answer.build();
        });
    }

    private static WorkspaceMembersListResponse.Listed member(ApiToken token) {
        return WorkspaceMembersListResponse.Listed.newBuilder()
                .setMemberId(token.id)
                .setMemberDisplayname(token.name.isEmpty() ? token.id : token.name)
                .setMemberRole(role(token.scopes()))
                .setJoinedAt(Timestamps.seconds(token.createdAt))
                .setLastActiveAt(Timestamps.seconds(token.lastUsedAt))
                .setUserId(token.id)
                .build();
    }

    /** Returns the id of the token that created it; "server" for one that was created at a start. */
    static String creatorOf(ApiToken token) {
        return token.createdBy == null ? "server" : token.createdBy;
    }

    private static MemberRole role(List<String> scopes) {
        if (scopes.contains(Scopes.ADMIN)) {
            return MemberRole.MEMBER_ROLE_OWNER;
        }
        return scopes.contains(Scopes.API_TOKENS_WRITE) ? MemberRole.MEMBER_ROLE_MANAGER : MemberRole.MEMBER_ROLE_USER;
    }
}
