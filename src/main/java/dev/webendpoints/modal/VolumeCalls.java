package dev.webendpoints.modal;

import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.Empty;

import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.modal.generated.CreationInfo;
import dev.webendpoints.modal.generated.ListPagination;
import dev.webendpoints.modal.generated.VolumeCommitResponse;
import dev.webendpoints.modal.generated.VolumeGetByIdResponse;
import dev.webendpoints.modal.generated.VolumeGetOrCreateRequest;
import dev.webendpoints.modal.generated.VolumeGetOrCreateResponse;
import dev.webendpoints.modal.generated.VolumeIdRequest;
import dev.webendpoints.modal.generated.VolumeListItem;
import dev.webendpoints.modal.generated.VolumeListRequest;
import dev.webendpoints.modal.generated.VolumeListResponse;
import dev.webendpoints.modal.generated.VolumeMetadata;
import dev.webendpoints.modal.generated.VolumeRenameRequest;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.modal.grpc.CallRejected;
import dev.webendpoints.volume.Volume;
import dev.webendpoints.volume.Volumes;
import dev.webendpoints.volume.files.VolumeFiles;
import io.smallrye.mutiny.Uni;

/** The calls for volumes as a whole. */
@ApplicationScoped
class VolumeCalls {

    /** The version of the client's volume protocol for a client that sends none. */
    private static final int FIRST_VERSION = 1;

    private static final int LAST_VERSION = 2;

    /** Maximum number of volumes in one answer; the client asks for the next page. */
    private static final int LARGEST_PAGE = 100;

    private final Volumes volumes;
    private final VolumeFiles files;
    private final Environments environments;

    VolumeCalls(Volumes volumes, VolumeFiles files, Environments environments) {
        this.files = files;
        this.volumes = volumes;
        this.environments = environments;
    }

    Uni<VolumeGetOrCreateResponse> getOrCreate(Call call, VolumeGetOrCreateRequest request) {
        return environments
                .find(call.caller(), request.getEnvironmentName())
                .chain(environment -> wanted(call, environment, request))
                .map(VolumeCalls::answer);
    }

    private Uni<Volume> wanted(Call call, Environment environment, VolumeGetOrCreateRequest request) {
        String name = request.getDeploymentName();
        int version = Math.max(FIRST_VERSION, request.getVersion());
        if (version > LAST_VERSION) {
            throw CallRejected.invalid("Web Endpoints has volumes of the versions 1 and 2, not " + version + ".");
        }
        return switch (request.getObjectCreationType()) {
            case LOOKUP -> volumes.find(call.caller(), environment, name);
            case CREATE_IF_MISSING -> volumes.getOrCreate(call.caller(), environment, name, version);
            case CREATE_FAIL_IF_EXISTS -> volumes.create(call.caller(), environment, name, version);
            case EPHEMERAL_OBJECT -> volumes.ephemeral(call.caller(), environment, version);
            default ->
                throw CallRejected.unsupported("A volume that belongs to an app is not supported by Web Endpoints.");
        };
    }

    Uni<VolumeGetByIdResponse> byId(Call call, VolumeIdRequest request) {
        return volumes.owned(call.caller(), request.getVolumeId())
                .map(volume -> VolumeGetByIdResponse.newBuilder()
                        .setVolumeId(volume.id)
                        .setMetadata(metadata(volume))
                        .build());
    }

    Uni<VolumeListResponse> list(Call call, VolumeListRequest request) {
        ListPagination page = request.getPagination();
        Instant before = page.getCreatedBefore() > 0
                ? Timestamps.instant(page.getCreatedBefore())
                : Instant.now().plusSeconds(1);
        int most = page.getMaxObjects() > 0 ? Math.min(page.getMaxObjects(), LARGEST_PAGE) : LARGEST_PAGE;
        return environments
                .find(call.caller(), request.getEnvironmentName())
                .chain(environment -> volumes.list(call.caller(), environment, before, most)
                        .map(found -> VolumeListResponse.newBuilder()
                                .setEnvironmentName(environment.name)
                                .addAllItems(
                                        found.stream().map(VolumeCalls::item).toList())
                                .build()));
    }

    Uni<Empty> delete(Call call, VolumeIdRequest request) {
        return volumes.delete(call.caller(), request.getVolumeId())
                .chain(() -> files.delete(request.getVolumeId()))
                .replaceWith(Empty.getDefaultInstance());
    }

    Uni<Empty> rename(Call call, VolumeRenameRequest request) {
        return volumes.rename(call.caller(), request.getVolumeId(), request.getName())
                .replaceWith(Empty.getDefaultInstance());
    }

    Uni<Empty> heartbeat(Call call, VolumeIdRequest request) {
        return volumes.heartbeat(call.caller(), request.getVolumeId()).replaceWith(Empty.getDefaultInstance());
    }

    /** A volume is a directory that all its workers share, so what was written is already visible to the others. */
    Uni<VolumeCommitResponse> commit(Call call, VolumeIdRequest request) {
        return volumes.owned(call.caller(), request.getVolumeId())
                .replaceWith(
                        VolumeCommitResponse.newBuilder().setSkipReload(true).build());
    }

    Uni<Empty> reload(Call call, VolumeIdRequest request) {
        return volumes.owned(call.caller(), request.getVolumeId()).replaceWith(Empty.getDefaultInstance());
    }

    private static VolumeListItem item(Volume volume) {
        return VolumeListItem.newBuilder()
                .setLabel(volume.name)
                .setVolumeId(volume.id)
                .setCreatedAt(Timestamps.seconds(volume.createdAt))
                .setMetadata(metadata(volume))
                .build();
    }

    private static VolumeGetOrCreateResponse answer(Volume volume) {
        return VolumeGetOrCreateResponse.newBuilder()
                .setVolumeId(volume.id)
                .setVersion(volume.version)
                .setMetadata(metadata(volume))
                .build();
    }

    private static VolumeMetadata metadata(Volume volume) {
        return VolumeMetadata.newBuilder()
                .setName(Optional.ofNullable(volume.name).orElse(""))
                .setVersion(volume.version)
                .setCreationInfo(CreationInfo.newBuilder()
                        .setCreatedAt(Timestamps.seconds(volume.createdAt))
                        .setCreatedBy(volume.createdBy))
                .build();
    }
}
