package dev.webendpoints.modal;

import com.google.protobuf.Empty;

import dev.webendpoints.modal.generated.BlobGetRequest;
import dev.webendpoints.modal.generated.BlobGetResponse;
import dev.webendpoints.modal.generated.DataChunk;
import dev.webendpoints.modal.generated.FunctionCallCancelRequest;
import dev.webendpoints.modal.generated.FunctionCallFromIdRequest;
import dev.webendpoints.modal.generated.FunctionCallFromIdResponse;
import dev.webendpoints.modal.generated.FunctionCallGetDataRequest;
import dev.webendpoints.modal.generated.FunctionFinishInputsRequest;
import dev.webendpoints.modal.generated.FunctionGetCallGraphRequest;
import dev.webendpoints.modal.generated.FunctionGetCallGraphResponse;
import dev.webendpoints.modal.generated.FunctionGetCurrentStatsRequest;
import dev.webendpoints.modal.generated.FunctionGetOutputsRequest;
import dev.webendpoints.modal.generated.FunctionGetOutputsResponse;
import dev.webendpoints.modal.generated.FunctionMapRequest;
import dev.webendpoints.modal.generated.FunctionMapResponse;
import dev.webendpoints.modal.generated.FunctionPutInputsRequest;
import dev.webendpoints.modal.generated.FunctionPutInputsResponse;
import dev.webendpoints.modal.generated.FunctionStats;
import dev.webendpoints.modal.generated.ModalClient;
import dev.webendpoints.modal.grpc.CallPipeline;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import static dev.webendpoints.identity.Scopes.ENDPOINTS_READ;
import static dev.webendpoints.identity.Scopes.ENDPOINTS_WRITE;

/** The part of {@link ModalClientService} for calls of functions. */
interface InvocationMethods extends ModalClient {

    CallPipeline pipeline();

    InvocationCalls invocations();

    InvocationLookups invocationLookups();

    @Override
    default Uni<FunctionMapResponse> functionMap(FunctionMapRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> invocations().start(call, request));
    }

    @Override
    default Uni<FunctionPutInputsResponse> functionPutInputs(FunctionPutInputsRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> invocations().put(call, request));
    }

    @Override
    default Uni<Empty> functionFinishInputs(FunctionFinishInputsRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> invocations().finish(call, request));
    }

    @Override
    default Uni<FunctionGetOutputsResponse> functionGetOutputs(FunctionGetOutputsRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> invocationLookups().outputs(call, request));
    }

    @Override
    default Multi<DataChunk> functionCallGetDataOut(FunctionCallGetDataRequest request) {
        return pipeline().stream(ENDPOINTS_READ, call -> invocationLookups().chunks(call, request));
    }

    @Override
    default Uni<Empty> functionCallCancel(FunctionCallCancelRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> invocations().cancel(call, request));
    }

    @Override
    default Uni<FunctionCallFromIdResponse> functionCallFromId(FunctionCallFromIdRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> invocationLookups().find(call, request));
    }

    @Override
    default Uni<FunctionGetCallGraphResponse> functionGetCallGraph(FunctionGetCallGraphRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> invocationLookups().graph(call, request));
    }

    @Override
    default Uni<FunctionStats> functionGetCurrentStats(FunctionGetCurrentStatsRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> invocationLookups().stats(call, request));
    }

    @Override
    default Uni<BlobGetResponse> blobGet(BlobGetRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> invocationLookups().blob(call, request));
    }
}
