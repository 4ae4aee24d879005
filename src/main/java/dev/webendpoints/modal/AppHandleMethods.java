package dev.webendpoints.modal;

import dev.webendpoints.modal.generated.AppGetOrCreateRequest;
import dev.webendpoints.modal.generated.AppGetOrCreateResponse;
import dev.webendpoints.modal.generated.ModalClient;
import dev.webendpoints.modal.grpc.CallPipeline;
import io.smallrye.mutiny.Uni;

import static dev.webendpoints.identity.Scopes.ENDPOINTS_READ;

/** The part of {@link ModalClientService} for apps as the clients in JavaScript and Go look them up. */
interface AppHandleMethods extends ModalClient {

    CallPipeline pipeline();

    AppHandleCalls appHandles();

    @Override
    default Uni<AppGetOrCreateResponse> appGetOrCreate(AppGetOrCreateRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> appHandles().find(call, request));
    }
}
