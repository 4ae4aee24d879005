package dev.webendpoints.modal;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.image.Images;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.modal.grpc.CallRejected;
import dev.webendpoints.secret.Secrets;
import dev.webendpoints.source.MountFile;
import dev.webendpoints.source.Mounts;
import dev.webendpoints.volume.Volumes;
import io.smallrye.mutiny.Uni;

/** Checks what a function's definition refers to: it must exist, belong to the caller, and be visible to a worker. */
@ApplicationScoped
class ReferenceValidator {

    private final Images images;
    private final Mounts mounts;
    private final Secrets secrets;
    private final Volumes volumes;
    private final WorkerPathPolicy paths;

    ReferenceValidator(Images images, Mounts mounts, Secrets secrets, Volumes volumes, WorkerPathPolicy paths) {
        this.images = images;
        this.mounts = mounts;
        this.secrets = secrets;
        this.volumes = volumes;
        this.paths = paths;
    }

    /** Fails for the first reference that is not the caller's, or the first path that a worker would not see. */
    Uni<FunctionSpec> check(Call call, FunctionSpec spec) {
        return images.require(call.workspaceId(), spec.imageId())
                .chain(() -> mounts.require(call.workspaceId(), spec.mountIds()))
                .chain(() -> secrets.require(call.caller(), spec.secretIds()))
                .chain(() -> volumes.require(call.caller(), volumeIds(spec)))
                .chain(() -> mounts.files(spec.mountIds()))
                .invoke(files -> refuseUnreachable(spec, files))
                .replaceWith(spec);
    }

    private void refuseUnreachable(FunctionSpec spec, List<MountFile> files) {
        List<String> names = files.stream().map(MountFile::filename).toList();
        List<String> volumes =
                spec.volumes().stream().map(FunctionSpec.VolumeMount::path).toList();
        paths.firstUnreachable(names, volumes).ifPresent(unreachable -> {
            throw CallRejected.unsupported("The function '" + spec.tag() + "' needs " + unreachable.path()
                    + ", which its workers would not see: " + unreachable.remedy());
        });
    }

    private static List<String> volumeIds(FunctionSpec spec) {
        return spec.volumes().stream().map(FunctionSpec.VolumeMount::volumeId).toList();
    }
}
