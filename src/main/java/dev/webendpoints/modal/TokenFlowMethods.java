package dev.webendpoints.modal;

import dev.webendpoints.modal.generated.ModalClient;
import dev.webendpoints.modal.generated.TokenFlowCreateRequest;
import dev.webendpoints.modal.generated.TokenFlowCreateResponse;
import dev.webendpoints.modal.generated.TokenFlowWaitRequest;
import dev.webendpoints.modal.generated.TokenFlowWaitResponse;
import dev.webendpoints.modal.grpc.CallPipeline;
import io.smallrye.mutiny.Uni;

/** The part of {@link ModalClientService} for {@code modal setup} and {@code modal token new}, which need no credential. */
interface TokenFlowMethods extends ModalClient {

    CallPipeline pipeline();

    TokenFlowCalls tokenFlows();

    @Override
    default Uni<TokenFlowCreateResponse> tokenFlowCreate(TokenFlowCreateRequest request) {
        return pipeline().answerAnyone(call -> tokenFlows().create(call, request));
    }

    @Override
    default Uni<TokenFlowWaitResponse> tokenFlowWait(TokenFlowWaitRequest request) {
        return pipeline().answerAnyone(call -> tokenFlows().await(call, request));
    }
}
