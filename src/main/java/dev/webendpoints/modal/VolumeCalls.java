package dev.webendpoints.modal;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.modal.generated.CreationInfo;
import dev.webendpoints.modal.generated.VolumeGetOrCreateRequest;
import dev.webendpoints.modal.generated.VolumeGetOrCreateResponse;
import dev.webendpoints.modal.generated.VolumeMetadata;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.modal.grpc.CallRejected;
import dev.webendpoints.volume.Volume;
import dev.webendpoints.volume.Volumes;
import io.smallrye.mutiny.Uni;

/** The calls for volumes that functions mount. */
@ApplicationScoped
class VolumeCalls {

    /** The version of the client's volume protocol for a client that sends none. */
    private static final int FIRST_VERSION = 1;

    private final Volumes volumes;
    private final Environments environments;

    VolumeCalls(Volumes volumes, Environments environments) {
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
        return switch (request.getObjectCreationType()) {
            case LOOKUP -> volumes.find(call.caller(), environment, name);
            case CREATE_IF_MISSING ->
                volumes.getOrCreate(call.caller(), environment, name, Math.max(FIRST_VERSION, request.getVersion()));
            default ->
                throw CallRejected.unsupported("Only named volumes that are created where missing"
                        + " (modal.Volume.from_name with create_if_missing=True) are supported by Web Endpoints.");
        };
    }

    private static VolumeGetOrCreateResponse answer(Volume volume) {
        return VolumeGetOrCreateResponse.newBuilder()
                .setVolumeId(volume.id)
                .setVersion(volume.version)
                .setMetadata(VolumeMetadata.newBuilder()
                        .setName(volume.name)
                        .setVersion(volume.version)
                        .setCreationInfo(CreationInfo.newBuilder()
                                .setCreatedAt(Timestamps.seconds(volume.createdAt))
                                .setCreatedBy(volume.createdBy)))
                .build();
    }
}
