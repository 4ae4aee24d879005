package dev.webendpoints.modal;

import com.google.protobuf.Empty;

import dev.webendpoints.modal.generated.AuthTokenGetRequest;
import dev.webendpoints.modal.generated.AuthTokenGetResponse;
import dev.webendpoints.modal.generated.ClientHelloResponse;
import dev.webendpoints.modal.generated.EnvironmentCreateRequest;
import dev.webendpoints.modal.generated.EnvironmentDeleteRequest;
import dev.webendpoints.modal.generated.EnvironmentGetOrCreateRequest;
import dev.webendpoints.modal.generated.EnvironmentGetOrCreateResponse;
import dev.webendpoints.modal.generated.EnvironmentListItem;
import dev.webendpoints.modal.generated.EnvironmentListResponse;
import dev.webendpoints.modal.generated.EnvironmentUpdateRequest;
import dev.webendpoints.modal.generated.ModalClient;
import dev.webendpoints.modal.generated.TokenCreateResponse;
import dev.webendpoints.modal.generated.TokenDeleteRequest;
import dev.webendpoints.modal.generated.TokenInfoGetRequest;
import dev.webendpoints.modal.generated.TokenInfoGetResponse;
import dev.webendpoints.modal.generated.WebhookToken;
import dev.webendpoints.modal.generated.WebhookTokenCreateRequest;
import dev.webendpoints.modal.generated.WebhookTokenEnvironmentRequest;
import dev.webendpoints.modal.generated.WebhookTokenListForEnvironmentRequest;
import dev.webendpoints.modal.generated.WebhookTokenListResponse;
import dev.webendpoints.modal.generated.WebhookTokenUpdateRequest;
import dev.webendpoints.modal.generated.WorkspaceNameLookupResponse;
import dev.webendpoints.modal.grpc.CallPipeline;
import io.smallrye.mutiny.Uni;

import static dev.webendpoints.identity.Scopes.ENDPOINTS_READ;
import static dev.webendpoints.identity.Scopes.ENDPOINTS_WRITE;
import static dev.webendpoints.identity.Scopes.PROXY_TOKENS_READ;
import static dev.webendpoints.identity.Scopes.PROXY_TOKENS_WRITE;

/** The part of {@link ModalClientService} for identity, environments and proxy tokens. */
interface IdentityMethods extends ModalClient {

    CallPipeline pipeline();

    IdentityCalls identity();

    EnvironmentCalls environments();

    ProxyTokenCalls proxyTokens();

    @Override
    default Uni<ClientHelloResponse> clientHello(Empty request) {
        return pipeline().answer(ENDPOINTS_READ, identity()::hello);
    }

    @Override
    default Uni<AuthTokenGetResponse> authTokenGet(AuthTokenGetRequest request) {
        return pipeline().answer(ENDPOINTS_READ, identity()::authToken);
    }

    @Override
    default Uni<TokenInfoGetResponse> tokenInfoGet(TokenInfoGetRequest request) {
        return pipeline().answer(ENDPOINTS_READ, identity()::tokenInfo);
    }

    @Override
    default Uni<WorkspaceNameLookupResponse> workspaceNameLookup(Empty request) {
        return pipeline().answer(ENDPOINTS_READ, identity()::workspace);
    }

    @Override
    default Uni<EnvironmentGetOrCreateResponse> environmentGetOrCreate(EnvironmentGetOrCreateRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> environments().getOrCreate(call, request));
    }

    @Override
    default Uni<Empty> environmentCreate(EnvironmentCreateRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> environments().create(call, request));
    }

    @Override
    default Uni<EnvironmentListItem> environmentUpdate(EnvironmentUpdateRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> environments().update(call, request));
    }

    @Override
    default Uni<Empty> environmentDelete(EnvironmentDeleteRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> environments().delete(call, request));
    }

    @Override
    default Uni<EnvironmentListResponse> environmentList(Empty request) {
        return pipeline().answer(ENDPOINTS_READ, environments()::list);
    }

    @Override
    default Uni<TokenCreateResponse> webhookTokenCreate(WebhookTokenCreateRequest request) {
        return pipeline().answer(PROXY_TOKENS_WRITE, call -> proxyTokens().create(call, request));
    }

    @Override
    default Uni<WebhookTokenListResponse> webhookTokenList(Empty request) {
        return pipeline().answer(PROXY_TOKENS_READ, proxyTokens()::list);
    }

    @Override
    default Uni<WebhookTokenListResponse> webhookTokenListForEnvironment(
            WebhookTokenListForEnvironmentRequest request) {
        return pipeline().answer(PROXY_TOKENS_READ, call -> proxyTokens().list(call, request));
    }

    @Override
    default Uni<WebhookToken> webhookTokenUpdate(WebhookTokenUpdateRequest request) {
        return pipeline().answer(PROXY_TOKENS_WRITE, call -> proxyTokens().update(call, request));
    }

    @Override
    default Uni<Empty> webhookTokenDelete(TokenDeleteRequest request) {
        return pipeline().answer(PROXY_TOKENS_WRITE, call -> proxyTokens().delete(call, request));
    }

    @Override
    default Uni<Empty> webhookTokenEnvironmentAdd(WebhookTokenEnvironmentRequest request) {
        return pipeline().answer(PROXY_TOKENS_WRITE, call -> proxyTokens().allow(call, request));
    }

    @Override
    default Uni<Empty> webhookTokenEnvironmentRemove(WebhookTokenEnvironmentRequest request) {
        return pipeline().answer(PROXY_TOKENS_WRITE, call -> proxyTokens().revoke(call, request));
    }
}
