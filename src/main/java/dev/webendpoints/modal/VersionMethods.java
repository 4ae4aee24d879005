package dev.webendpoints.modal;

import dev.webendpoints.modal.generated.AppPromoteRequest;
import dev.webendpoints.modal.generated.AppPromoteResponse;
import dev.webendpoints.modal.generated.AppRollbackRequest;
import dev.webendpoints.modal.generated.AppRollbackResponse;
import dev.webendpoints.modal.generated.AppRolloverRequest;
import dev.webendpoints.modal.generated.AppRolloverResponse;
import dev.webendpoints.modal.generated.ModalClient;
import dev.webendpoints.modal.grpc.CallPipeline;
import io.smallrye.mutiny.Uni;

import static dev.webendpoints.identity.Scopes.ENDPOINTS_WRITE;

/** The part of {@link ModalClientService} that publishes versions of apps again. */
interface VersionMethods extends ModalClient {

    CallPipeline pipeline();

    VersionCalls versions();

    @Override
    default Uni<AppRollbackResponse> appRollback(AppRollbackRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> versions().rollback(call, request));
    }

    @Override
    default Uni<AppRolloverResponse> appRollover(AppRolloverRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> versions().rollover(call, request));
    }

    @Override
    default Uni<AppPromoteResponse> appPromote(AppPromoteRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> versions().promote(call, request));
    }
}
