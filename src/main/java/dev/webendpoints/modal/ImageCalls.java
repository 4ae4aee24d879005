package dev.webendpoints.modal;

import java.time.Duration;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.image.ImageState;
import dev.webendpoints.image.Images;
import dev.webendpoints.modal.generated.ImageGetOrCreateRequest;
import dev.webendpoints.modal.generated.ImageGetOrCreateResponse;
import dev.webendpoints.modal.generated.ImageJoinStreamingRequest;
import dev.webendpoints.modal.generated.ImageJoinStreamingResponse;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.modal.grpc.CallRejected;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** The calls for image layers, which clients request one by one, the base first, and follow while they are built. */
@ApplicationScoped
class ImageCalls {

    /** Longer than any client asks for; no stream holds its connection longer than this. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Pattern ENTRY_ID = Pattern.compile("[0-9]{0,18}");

    private final Images images;
    private final BuildLines buildLines;
    private final GpuPolicy gpus;

    ImageCalls(Images images, BuildLines buildLines, GpuSettings gpus) {
        this.images = images;
        this.buildLines = buildLines;
        this.gpus = gpus.policy();
    }

    Uni<ImageGetOrCreateResponse> getOrCreate(Call call, ImageGetOrCreateRequest request) {
        Context context = Vertx.currentContext();
        return Uni.createFrom()
                .item(() -> ImageMessages.definition(request, gpus))
                .chain(definition -> images.getOrCreate(
                        call.workspaceId(),
                        definition,
                        request.getBuilderVersion(),
                        call.client().version(),
                        call.client().pythonVersion(),
                        request.getForceBuild() || request.getIgnoreCache()))
                .invoke(state -> {
                    if (state instanceof ImageState.Pending) {
                        buildLines.follow(call, request.getAppId(), state.imageId(), context);
                    }
                })
                .map(state -> ImageMessages.answer(state, request.getBuilderVersion()));
    }

    Multi<ImageJoinStreamingResponse> follow(Call call, ImageJoinStreamingRequest request) {
        if (!ENTRY_ID.matcher(request.getLastEntryId()).matches()) {
            return Multi.createFrom().failure(CallRejected.invalid("last_entry_id is not one that this server gave."));
        }
        String builderVersion = call.client().imageBuilderVersion();
        return images.follow(call.workspaceId(), request.getImageId(), request.getLastEntryId(), duration(request))
                .map(event -> ImageMessages.answer(event, builderVersion));
    }

    private static Duration duration(ImageJoinStreamingRequest request) {
        Duration asked = Duration.ofMillis((long) (request.getTimeout() * 1000));
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
