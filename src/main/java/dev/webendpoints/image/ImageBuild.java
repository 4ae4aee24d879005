package dev.webendpoints.image;

import java.util.concurrent.CompletableFuture;

import dev.webendpoints.image.commands.LayerDescription;
import io.smallrye.mutiny.Uni;

/** A build in progress, shared by all callers that requested it. */
final class ImageBuild {

    /** @param environment null if the build failed; {@code failure} is then the reason */
    record Result(LayerDescription environment, String failure) {

        ImageState state(String imageId) {
            return environment == null
                    ? new ImageState.Failed(imageId, failure)
                    : new ImageState.Ready(imageId, environment.python(), environment.workdir());
        }
    }

    private final String workspaceId;
    private final BuildLog log;
    private final CompletableFuture<Result> result = new CompletableFuture<>();

    ImageBuild(String workspaceId, BuildLog log) {
        this.workspaceId = workspaceId;
        this.log = log;
    }

    String workspaceId() {
        return workspaceId;
    }

    BuildLog log() {
        return log;
    }

    Uni<Result> result() {
        return Uni.createFrom().completionStage(() -> result.copy());
    }

    void end(Result ended) {
        log.close();
        result.complete(ended);
    }
}
