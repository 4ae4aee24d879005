package dev.webendpoints.modal;

import com.google.protobuf.Empty;

import dev.webendpoints.modal.generated.DictContentsRequest;
import dev.webendpoints.modal.generated.DictGetOrCreateRequest;
import dev.webendpoints.modal.generated.DictGetOrCreateResponse;
import dev.webendpoints.modal.generated.DictIdRequest;
import dev.webendpoints.modal.generated.DictItem;
import dev.webendpoints.modal.generated.DictKeyRequest;
import dev.webendpoints.modal.generated.DictLenResponse;
import dev.webendpoints.modal.generated.DictListRequest;
import dev.webendpoints.modal.generated.DictListResponse;
import dev.webendpoints.modal.generated.DictUpdateRequest;
import dev.webendpoints.modal.generated.DictUpdateResponse;
import dev.webendpoints.modal.generated.DictValueResponse;
import dev.webendpoints.modal.generated.ModalClient;
import dev.webendpoints.modal.grpc.CallPipeline;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import static dev.webendpoints.identity.Scopes.ENDPOINTS_READ;
import static dev.webendpoints.identity.Scopes.ENDPOINTS_WRITE;

/** The part of {@link ModalClientService} for dicts. */
interface DictMethods extends ModalClient {

    CallPipeline pipeline();

    DictCalls dicts();

    @Override
    default Uni<DictGetOrCreateResponse> dictGetOrCreate(DictGetOrCreateRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> dicts().getOrCreate(call, request));
    }

    @Override
    default Uni<DictGetOrCreateResponse> dictGetById(DictIdRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> dicts().byId(call, request));
    }

    @Override
    default Uni<Empty> dictHeartbeat(DictIdRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> dicts().heartbeat(call, request));
    }

    @Override
    default Uni<DictUpdateResponse> dictUpdate(DictUpdateRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> dicts().update(call, request));
    }

    @Override
    default Uni<DictValueResponse> dictGet(DictKeyRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> dicts().get(call, request));
    }

    @Override
    default Uni<DictValueResponse> dictPop(DictKeyRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> dicts().pop(call, request));
    }

    @Override
    default Uni<DictValueResponse> dictContains(DictKeyRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> dicts().contains(call, request));
    }

    @Override
    default Uni<DictLenResponse> dictLen(DictIdRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> dicts().count(call, request));
    }

    @Override
    default Uni<Empty> dictClear(DictIdRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> dicts().clear(call, request));
    }

    @Override
    default Uni<Empty> dictDelete(DictIdRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> dicts().delete(call, request));
    }

    @Override
    default Multi<DictItem> dictContents(DictContentsRequest request) {
        return pipeline().stream(ENDPOINTS_READ, call -> dicts().contents(call, request));
    }

    @Override
    default Uni<DictListResponse> dictList(DictListRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> dicts().list(call, request));
    }
}
