package dev.webendpoints.modal;

import com.google.protobuf.Empty;

import dev.webendpoints.modal.generated.ModalClient;
import dev.webendpoints.modal.generated.VolumeCommitResponse;
import dev.webendpoints.modal.generated.VolumeCopyFilesRequest;
import dev.webendpoints.modal.generated.VolumeGetByIdResponse;
import dev.webendpoints.modal.generated.VolumeGetFile2Request;
import dev.webendpoints.modal.generated.VolumeGetFile2Response;
import dev.webendpoints.modal.generated.VolumeGetOrCreateRequest;
import dev.webendpoints.modal.generated.VolumeGetOrCreateResponse;
import dev.webendpoints.modal.generated.VolumeIdRequest;
import dev.webendpoints.modal.generated.VolumeListFilesRequest;
import dev.webendpoints.modal.generated.VolumeListFilesResponse;
import dev.webendpoints.modal.generated.VolumeListRequest;
import dev.webendpoints.modal.generated.VolumeListResponse;
import dev.webendpoints.modal.generated.VolumePutFiles2Request;
import dev.webendpoints.modal.generated.VolumePutFiles2Response;
import dev.webendpoints.modal.generated.VolumePutFilesRequest;
import dev.webendpoints.modal.generated.VolumeRemoveFileRequest;
import dev.webendpoints.modal.generated.VolumeRenameRequest;
import dev.webendpoints.modal.grpc.CallPipeline;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import static dev.webendpoints.identity.Scopes.ENDPOINTS_READ;
import static dev.webendpoints.identity.Scopes.ENDPOINTS_WRITE;

/** The calls for volumes and their files; those whose names end with 2 are for volumes of version 2. */
interface VolumeMethods extends ModalClient {

    CallPipeline pipeline();

    VolumeCalls volumes();

    VolumeFileCalls volumeFiles();

    @Override
    default Uni<VolumeGetOrCreateResponse> volumeGetOrCreate(VolumeGetOrCreateRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> volumes().getOrCreate(call, request));
    }

    @Override
    default Uni<VolumeGetByIdResponse> volumeGetById(VolumeIdRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> volumes().byId(call, request));
    }

    @Override
    default Uni<VolumeListResponse> volumeList(VolumeListRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> volumes().list(call, request));
    }

    @Override
    default Uni<Empty> volumeDelete(VolumeIdRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> volumes().delete(call, request));
    }

    @Override
    default Uni<Empty> volumeRename(VolumeRenameRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> volumes().rename(call, request));
    }

    @Override
    default Uni<Empty> volumeHeartbeat(VolumeIdRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> volumes().heartbeat(call, request));
    }

    @Override
    default Uni<VolumeCommitResponse> volumeCommit(VolumeIdRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> volumes().commit(call, request));
    }

    @Override
    default Uni<Empty> volumeReload(VolumeIdRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> volumes().reload(call, request));
    }

    @Override
    default Multi<VolumeListFilesResponse> volumeListFiles(VolumeListFilesRequest request) {
        return pipeline().stream(ENDPOINTS_READ, call -> volumeFiles().list(call, request));
    }

    @Override
    default Multi<VolumeListFilesResponse> volumeListFiles2(VolumeListFilesRequest request) {
        return pipeline().stream(ENDPOINTS_READ, call -> volumeFiles().list(call, request));
    }

    @Override
    default Uni<VolumeGetFile2Response> volumeGetFile2(VolumeGetFile2Request request) {
        return pipeline().answer(ENDPOINTS_READ, call -> volumeFiles().get(call, request));
    }

    @Override
    default Uni<Empty> volumePutFiles(VolumePutFilesRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> volumeFiles().put(call, request));
    }

    @Override
    default Uni<VolumePutFiles2Response> volumePutFiles2(VolumePutFiles2Request request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> volumeFiles().put2(call, request));
    }

    @Override
    default Uni<Empty> volumeRemoveFile(VolumeRemoveFileRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> volumeFiles().remove(call, request));
    }

    @Override
    default Uni<Empty> volumeRemoveFile2(VolumeRemoveFileRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> volumeFiles().remove(call, request));
    }

    @Override
    default Uni<Empty> volumeCopyFiles(VolumeCopyFilesRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> volumeFiles().copy(call, request));
    }

    @Override
    default Uni<Empty> volumeCopyFiles2(VolumeCopyFilesRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> volumeFiles().copy(call, request));
    }
}
