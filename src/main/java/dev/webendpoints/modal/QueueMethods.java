package dev.webendpoints.modal;

import com.google.protobuf.Empty;

import dev.webendpoints.modal.generated.ModalClient;
import dev.webendpoints.modal.generated.QueueClearRequest;
import dev.webendpoints.modal.generated.QueueGetOrCreateRequest;
import dev.webendpoints.modal.generated.QueueGetOrCreateResponse;
import dev.webendpoints.modal.generated.QueueGetRequest;
import dev.webendpoints.modal.generated.QueueGetResponse;
import dev.webendpoints.modal.generated.QueueIdRequest;
import dev.webendpoints.modal.generated.QueueLenRequest;
import dev.webendpoints.modal.generated.QueueLenResponse;
import dev.webendpoints.modal.generated.QueueListRequest;
import dev.webendpoints.modal.generated.QueueListResponse;
import dev.webendpoints.modal.generated.QueueNextItemsRequest;
import dev.webendpoints.modal.generated.QueueNextItemsResponse;
import dev.webendpoints.modal.generated.QueuePutRequest;
import dev.webendpoints.modal.grpc.CallPipeline;
import io.smallrye.mutiny.Uni;

import static dev.webendpoints.identity.Scopes.ENDPOINTS_READ;
import static dev.webendpoints.identity.Scopes.ENDPOINTS_WRITE;

/** The part of {@link ModalClientService} for queues. */
interface QueueMethods extends ModalClient {

    CallPipeline pipeline();

    QueueCalls queues();

    @Override
    default Uni<QueueGetOrCreateResponse> queueGetOrCreate(QueueGetOrCreateRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> queues().getOrCreate(call, request));
    }

    @Override
    default Uni<QueueGetOrCreateResponse> queueGetById(QueueIdRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> queues().byId(call, request));
    }

    @Override
    default Uni<Empty> queueHeartbeat(QueueIdRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> queues().heartbeat(call, request));
    }

    @Override
    default Uni<Empty> queueDelete(QueueIdRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> queues().delete(call, request));
    }

    @Override
    default Uni<Empty> queuePut(QueuePutRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> queues().put(call, request));
    }

    @Override
    default Uni<QueueGetResponse> queueGet(QueueGetRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> queues().take(call, request));
    }

    @Override
    default Uni<QueueLenResponse> queueLen(QueueLenRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> queues().count(call, request));
    }

    @Override
    default Uni<Empty> queueClear(QueueClearRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> queues().clear(call, request));
    }

    @Override
    default Uni<QueueNextItemsResponse> queueNextItems(QueueNextItemsRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> queues().read(call, request));
    }

    @Override
    default Uni<QueueListResponse> queueList(QueueListRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> queues().list(call, request));
    }
}
