package dev.webendpoints.modal;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.modal.generated.Creation;
import dev.webendpoints.modal.generated.MountBatchedCheckExistenceRequest;
import dev.webendpoints.modal.generated.MountBatchedCheckExistenceResponse;
import dev.webendpoints.modal.generated.MountGetOrCreateRequest;
import dev.webendpoints.modal.generated.MountGetOrCreateResponse;
import dev.webendpoints.modal.generated.MountHandleMetadata;
import dev.webendpoints.modal.generated.MountPutFileRequest;
import dev.webendpoints.modal.generated.MountPutFileResponse;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.modal.grpc.CallRejected;
import dev.webendpoints.source.Blobs;
import dev.webendpoints.source.MountFile;
import dev.webendpoints.source.Mounts;
import dev.webendpoints.source.SourceFiles;
import io.smallrye.mutiny.Uni;

/** The calls for the user's files: which are missing, their content, and the sets of them that functions mount. */
@ApplicationScoped
class MountCalls {

    /** The client looks up an interpreter of this name for {@code add_python=}, before anything is built. */
    private static final String ADDED_PYTHON = "python-build-standalone.";

    private final SourceFiles files;
    private final Blobs blobs;
    private final Mounts mounts;

    MountCalls(SourceFiles files, Blobs blobs, Mounts mounts) {
        this.files = files;
        this.blobs = blobs;
        this.mounts = mounts;
    }

    Uni<MountBatchedCheckExistenceResponse> missing(Call call, MountBatchedCheckExistenceRequest request) {
        return files.missing(call.workspaceId(), request.getSha256HexHashesList())
                .map(missing -> MountBatchedCheckExistenceResponse.newBuilder()
                        .addAllMissingSha256HexHashes(missing)
                        .build());
    }

    /** Clients before 1.5.3 ask for each file, without content, whether it is known. */
    Uni<MountPutFileResponse> put(Call call, MountPutFileRequest request) {
        Uni<Boolean> exists =
                switch (request.getContentCase()) {
                    case DATA ->
                        files.put(
                                        call.workspaceId(),
                                        request.getSha256Hex(),
                                        request.getData().toByteArray())
                                .replaceWith(true);
                    case DATA_BLOB_ID ->
                        blobs.sha256Of(call.workspaceId(), request.getDataBlobId())
                                .invoke(sha256 -> requireSame(request, sha256))
                                .replaceWith(true);
                    case CONTENT_NOT_SET -> files.exists(call.workspaceId(), request.getSha256Hex());
                };
        return exists.map(
                known -> MountPutFileResponse.newBuilder().setExists(known).build());
    }

    Uni<MountGetOrCreateResponse> getOrCreate(Call call, MountGetOrCreateRequest request) {
        return Uni.createFrom()
                .item(request)
                .chain(asked -> asked.getObjectCreationType() == Creation.LOOKUP ? named(asked) : create(call, asked))
                .map(id -> MountGetOrCreateResponse.newBuilder()
                        .setMountId(id)
                        .setHandleMetadata(MountHandleMetadata.getDefaultInstance())
                        .build());
    }

    private static void requireSame(MountPutFileRequest request, String sha256) {
        if (!sha256.equals(request.getSha256Hex())) {
            throw CallRejected.invalid(
                    "The uploaded file has the hash " + sha256 + ", not " + request.getSha256Hex() + ".");
        }
    }

    private static Uni<String> named(MountGetOrCreateRequest request) {
        if (ClientMount.isNamed(request.getDeploymentName())) {
            return Uni.createFrom().item(ClientMount.ID);
        }
        if (request.getDeploymentName().startsWith(ADDED_PYTHON)) {
            throw CallRejected.unsupported(
                    "Image.from_registry(add_python=) is not supported by Web Endpoints, which makes"
                            + " Python environments, not containers: use Image.debian_slim(python_version=...).");
        }
        throw CallRejected.unsupported("The mount '" + request.getDeploymentName()
                + "' is not there: Web Endpoints keeps no mounts by name, so modal.Mount.from_name is not supported.");
    }

    private Uni<String> create(Call call, MountGetOrCreateRequest request) {
        List<MountFile> content = request.getFilesList().stream()
                .map(file -> new MountFile(file.getFilename(), file.getSha256Hex(), file.getMode()))
                .toList();
        return mounts.create(call.workspaceId(), content);
    }
}
