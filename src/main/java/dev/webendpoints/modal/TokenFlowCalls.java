package dev.webendpoints.modal;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.tokenflow.ConfirmedToken;
import dev.webendpoints.identity.tokenflow.FlowWaits;
import dev.webendpoints.identity.tokenflow.TokenFlows;
import dev.webendpoints.modal.generated.TokenFlowCreateRequest;
import dev.webendpoints.modal.generated.TokenFlowCreateResponse;
import dev.webendpoints.modal.generated.TokenFlowWaitRequest;
import dev.webendpoints.modal.generated.TokenFlowWaitResponse;
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Uni;

/** {@code modal setup} and {@code modal token new}: a command without a credential waits for a confirmation in a browser. */
@ApplicationScoped
class TokenFlowCalls {

    private static final int MILLIS = 1_000;

    private final TokenFlows flows;
    private final FlowWaits waits;

    TokenFlowCalls(TokenFlows flows, FlowWaits waits) {
        this.flows = flows;
        this.waits = waits;
    }

    Uni<TokenFlowCreateResponse> create(Call call, TokenFlowCreateRequest request) {
        Duration lifetime = Duration.ofSeconds(Integer.toUnsignedLong(request.getExpiresInSeconds()));
        return flows.open(call.caller().tokenId(), lifetime)
                .map(flow -> TokenFlowCreateResponse.newBuilder()
                        .setTokenFlowId(flow.id())
                        .setWebUrl(PageUrls.confirmation(call, flow.id()))
                        .setCode(flow.code())
                        .setWaitSecret(flow.waitSecret())
                        .build());
    }

    Uni<TokenFlowWaitResponse> await(Call call, TokenFlowWaitRequest request) {
        Duration patience = Duration.ofMillis((long) (MILLIS * Math.max(0, request.getTimeout())));
        return waits.await(
                        request.getTokenFlowId(),
                        request.getWaitSecret(),
                        call.caller().tokenId(),
                        patience)
                .map(TokenFlowCalls::answer);
    }

    private static TokenFlowWaitResponse answer(Optional<ConfirmedToken> token) {
        return token.map(confirmed -> TokenFlowWaitResponse.newBuilder()
                        .setTokenId(confirmed.tokenId())
                        .setTokenSecret(confirmed.secret())
                        .setWorkspaceUsername(confirmed.workspace()))
                .orElseGet(() -> TokenFlowWaitResponse.newBuilder().setTimeout(true))
                .build();
    }
}
