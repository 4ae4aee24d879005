package dev.webendpoints.modal;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.Empty;

import dev.webendpoints.identity.proxytoken.ProxyToken;
import dev.webendpoints.identity.proxytoken.ProxyTokens;
import dev.webendpoints.modal.generated.TokenCreateResponse;
import dev.webendpoints.modal.generated.TokenDeleteRequest;
import dev.webendpoints.modal.generated.UserIdentity;
import dev.webendpoints.modal.generated.WebhookToken;
import dev.webendpoints.modal.generated.WebhookTokenCreateRequest;
import dev.webendpoints.modal.generated.WebhookTokenEnvironmentRequest;
import dev.webendpoints.modal.generated.WebhookTokenListForEnvironmentRequest;
import dev.webendpoints.modal.generated.WebhookTokenListResponse;
import dev.webendpoints.modal.generated.WebhookTokenUpdateRequest;
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Uni;

/** {@code modal workspace proxy-tokens}, which this protocol calls webhook tokens. */
@ApplicationScoped
class ProxyTokenCalls {

    private final ProxyTokens tokens;

    ProxyTokenCalls(ProxyTokens tokens) {
        this.tokens = tokens;
    }

    Uni<TokenCreateResponse> create(Call call, WebhookTokenCreateRequest request) {
        return tokens.create(call.caller(), request.getName(), request.getScoped())
                .map(created -> TokenCreateResponse.newBuilder()
                        .setTokenId(created.token().id)
                        .setTokenSecret(created.secret())
                        .build());
    }

    Uni<WebhookTokenListResponse> list(Call call) {
        return tokens.list(call.caller()).map(ProxyTokenCalls::answer);
    }

    Uni<WebhookTokenListResponse> list(Call call, WebhookTokenListForEnvironmentRequest request) {
        return tokens.list(call.caller(), request.getEnvironmentName()).map(ProxyTokenCalls::answer);
    }

    Uni<WebhookToken> update(Call call, WebhookTokenUpdateRequest request) {
        return tokens.rename(call.caller(), request.getTokenId(), request.getName())
                .replaceWith(WebhookToken.newBuilder()
                        .setTokenId(request.getTokenId())
                        .setName(request.getName())
                        .build());
    }

    Uni<Empty> delete(Call call, TokenDeleteRequest request) {
        return tokens.delete(call.caller(), request.getTokenId()).replaceWith(Empty.getDefaultInstance());
    }

    Uni<Empty> allow(Call call, WebhookTokenEnvironmentRequest request) {
        return tokens.allow(call.caller(), request.getTokenId(), request.getEnvironmentId())
                .replaceWith(Empty.getDefaultInstance());
    }

    Uni<Empty> revoke(Call call, WebhookTokenEnvironmentRequest request) {
        return tokens.revoke(call.caller(), request.getTokenId(), request.getEnvironmentId())
                .replaceWith(Empty.getDefaultInstance());
    }

    private static WebhookTokenListResponse answer(List<ProxyToken> found) {
        WebhookTokenListResponse.Builder answer = WebhookTokenListResponse.newBuilder();
        found.forEach(token -> answer.addTokens(WebhookToken.newBuilder()
                .setTokenId(token.id)
                .setName(token.name)
                .setScoped(token.scoped)
                .setCreatedAt(Timestamps.seconds(token.createdAt))
                .setCreatedBy(
                        UserIdentity.newBuilder().setUserId(token.createdBy).setUsername(token.createdBy))));
        return answer.build();
    }
}
