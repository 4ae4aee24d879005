package dev.webendpoints.modal;

import com.google.protobuf.Empty;

import dev.webendpoints.modal.generated.BlobCreateRequest;
import dev.webendpoints.modal.generated.BlobCreateResponse;
import dev.webendpoints.modal.generated.ClassCreateRequest;
import dev.webendpoints.modal.generated.ClassCreateResponse;
import dev.webendpoints.modal.generated.ClassGetRequest;
import dev.webendpoints.modal.generated.ClassGetResponse;
import dev.webendpoints.modal.generated.FunctionBindParamsRequest;
import dev.webendpoints.modal.generated.FunctionBindParamsResponse;
import dev.webendpoints.modal.generated.FunctionCreateRequest;
import dev.webendpoints.modal.generated.FunctionCreateResponse;
import dev.webendpoints.modal.generated.FunctionGetByIdRequest;
import dev.webendpoints.modal.generated.FunctionGetByIdResponse;
import dev.webendpoints.modal.generated.FunctionGetRequest;
import dev.webendpoints.modal.generated.FunctionGetResponse;
import dev.webendpoints.modal.generated.FunctionGetSchedulingParamsRequest;
import dev.webendpoints.modal.generated.FunctionGetSchedulingParamsResponse;
import dev.webendpoints.modal.generated.FunctionPrecreateRequest;
import dev.webendpoints.modal.generated.FunctionPrecreateResponse;
import dev.webendpoints.modal.generated.FunctionUpdateSchedulingParamsRequest;
import dev.webendpoints.modal.generated.FunctionUpdateSchedulingParamsResponse;
import dev.webendpoints.modal.generated.ImageGetOrCreateRequest;
import dev.webendpoints.modal.generated.ImageGetOrCreateResponse;
import dev.webendpoints.modal.generated.ImageJoinStreamingRequest;
import dev.webendpoints.modal.generated.ImageJoinStreamingResponse;
import dev.webendpoints.modal.generated.ModalClient;
import dev.webendpoints.modal.generated.MountBatchedCheckExistenceRequest;
import dev.webendpoints.modal.generated.MountBatchedCheckExistenceResponse;
import dev.webendpoints.modal.generated.MountGetOrCreateRequest;
import dev.webendpoints.modal.generated.MountGetOrCreateResponse;
import dev.webendpoints.modal.generated.MountPutFileRequest;
import dev.webendpoints.modal.generated.MountPutFileResponse;
import dev.webendpoints.modal.generated.SecretDeleteRequest;
import dev.webendpoints.modal.generated.SecretGetOrCreateRequest;
import dev.webendpoints.modal.generated.SecretGetOrCreateResponse;
import dev.webendpoints.modal.generated.SecretListRequest;
import dev.webendpoints.modal.generated.SecretListResponse;
import dev.webendpoints.modal.grpc.CallPipeline;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import static dev.webendpoints.identity.Scopes.ENDPOINTS_READ;
import static dev.webendpoints.identity.Scopes.ENDPOINTS_WRITE;

/** The part of {@link ModalClientService} for what a deployment consists of: functions, files, images, secrets. */
interface DeployMethods extends ModalClient {

    CallPipeline pipeline();

    SecretCalls secrets();

    FunctionCalls functions();

    FunctionLookups functionLookups();

    AutoscalerCalls autoscalers();

    ClassCalls classes();

    MountCalls mounts();

    BlobCalls blobs();

    ImageCalls images();

    @Override
    default Uni<FunctionPrecreateResponse> functionPrecreate(FunctionPrecreateRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> functions().precreate(call, request));
    }

    @Override
    default Uni<FunctionCreateResponse> functionCreate(FunctionCreateRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> functions().create(call, request));
    }

    @Override
    default Uni<FunctionGetResponse> functionGet(FunctionGetRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> functionLookups().find(call, request));
    }

    @Override
    default Uni<FunctionGetByIdResponse> functionGetById(FunctionGetByIdRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> functionLookups().findById(call, request));
    }

    @Override
    default Uni<FunctionBindParamsResponse> functionBindParams(FunctionBindParamsRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> functionLookups().bind(call, request));
    }

    @Override
    default Uni<FunctionGetSchedulingParamsResponse> functionGetSchedulingParams(
            FunctionGetSchedulingParamsRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> autoscalers().settings(call, request));
    }

    @Override
    default Uni<FunctionUpdateSchedulingParamsResponse> functionUpdateSchedulingParams(
            FunctionUpdateSchedulingParamsRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> autoscalers().update(call, request));
    }

    @Override
    default Uni<ClassCreateResponse> classCreate(ClassCreateRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> classes().create(call, request));
    }

    @Override
    default Uni<ClassGetResponse> classGet(ClassGetRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> classes().find(call, request));
    }

    @Override
    default Uni<MountBatchedCheckExistenceResponse> mountBatchedCheckExistence(
            MountBatchedCheckExistenceRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> mounts().missing(call, request));
    }

    @Override
    default Uni<MountPutFileResponse> mountPutFile(MountPutFileRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> mounts().put(call, request));
    }

    @Override
    default Uni<MountGetOrCreateResponse> mountGetOrCreate(MountGetOrCreateRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> mounts().getOrCreate(call, request));
    }

    @Override
    default Uni<BlobCreateResponse> blobCreate(BlobCreateRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> blobs().create(call, request));
    }

    @Override
    default Uni<ImageGetOrCreateResponse> imageGetOrCreate(ImageGetOrCreateRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> images().getOrCreate(call, request));
    }

    @Override
    default Multi<ImageJoinStreamingResponse> imageJoinStreaming(ImageJoinStreamingRequest request) {
        return pipeline().stream(ENDPOINTS_WRITE, call -> images().follow(call, request));
    }

    @Override
    default Uni<SecretGetOrCreateResponse> secretGetOrCreate(SecretGetOrCreateRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> secrets().getOrCreate(call, request));
    }

    @Override
    default Uni<SecretListResponse> secretList(SecretListRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> secrets().list(call, request));
    }

    @Override
    default Uni<Empty> secretDelete(SecretDeleteRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> secrets().delete(call, request));
    }
}
