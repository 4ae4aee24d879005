package dev.webendpoints.modal;

import com.google.protobuf.Empty;

import dev.webendpoints.modal.generated.ModalClient;
import dev.webendpoints.modal.generated.ServiceUserCreateRequest;
import dev.webendpoints.modal.generated.ServiceUserCreateResponse;
import dev.webendpoints.modal.generated.ServiceUserDeleteRequest;
import dev.webendpoints.modal.generated.ServiceUserInfoResponse;
import dev.webendpoints.modal.generated.ServiceUserListResponse;
import dev.webendpoints.modal.generated.ServiceUserRequest;
import dev.webendpoints.modal.generated.TokenDeleteRequest;
import dev.webendpoints.modal.generated.TokenIdsRequest;
import dev.webendpoints.modal.generated.TokensListResponse;
import dev.webendpoints.modal.generated.WorkspaceMembersListResponse;
import dev.webendpoints.modal.generated.WorkspaceSetDefaultEnvironmentRequest;
import dev.webendpoints.modal.generated.WorkspaceSettingsResponse;
import dev.webendpoints.modal.grpc.CallPipeline;
import io.smallrye.mutiny.Uni;

import static dev.webendpoints.identity.Scopes.API_TOKENS_READ;
import static dev.webendpoints.identity.Scopes.API_TOKENS_WRITE;
import static dev.webendpoints.identity.Scopes.ENDPOINTS_READ;
import static dev.webendpoints.identity.Scopes.ENDPOINTS_WRITE;

/**
 * The part of {@link ModalClientService} for {@code modal workspace}. The calls for member tokens need no more than a
 * scope that every client has, since a token may always be listed, disabled and deleted by itself.
 */
interface WorkspaceMethods extends ModalClient {

    CallPipeline pipeline();

    WorkspaceCalls workspaces();

    MemberTokenCalls memberTokens();

    ServiceUserCalls serviceUsers();

    @Override
    default Uni<WorkspaceSettingsResponse> workspaceSettings(Empty request) {
        return pipeline().answer(ENDPOINTS_READ, workspaces()::settings);
    }

    @Override
    default Uni<Empty> workspaceSetDefaultEnvironment(WorkspaceSetDefaultEnvironmentRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> workspaces().makeDefault(call, request));
    }

    @Override
    default Uni<WorkspaceMembersListResponse> workspaceMembersList(Empty request) {
        return pipeline().answer(API_TOKENS_READ, workspaces()::members);
    }

    @Override
    default Uni<TokensListResponse> tokensList(Empty request) {
        return pipeline().answer(ENDPOINTS_READ, memberTokens()::list);
    }

    @Override
    default Uni<Empty> tokenEnable(TokenIdsRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> memberTokens().enable(call, request));
    }

    @Override
    default Uni<Empty> tokenDisable(TokenIdsRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> memberTokens().disable(call, request));
    }

    @Override
    default Uni<Empty> tokenDelete(TokenDeleteRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> memberTokens().delete(call, request));
    }

    @Override
    default Uni<ServiceUserCreateResponse> serviceUserCreate(ServiceUserCreateRequest request) {
        return pipeline().answer(API_TOKENS_WRITE, call -> serviceUsers().create(call, request));
    }

    @Override
    default Uni<ServiceUserListResponse> serviceUserList(Empty request) {
        return pipeline().answer(API_TOKENS_READ, serviceUsers()::list);
    }

    @Override
    default Uni<ServiceUserInfoResponse> serviceUserInfo(ServiceUserRequest request) {
        return pipeline().answer(API_TOKENS_READ, call -> serviceUsers().info(call, request));
    }

    @Override
    default Uni<Empty> serviceUserDelete(ServiceUserDeleteRequest request) {
        return pipeline().answer(API_TOKENS_WRITE, call -> serviceUsers().delete(call, request));
    }
}
