package dev.webendpoints.modal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.webendpoints.image.BuildEvent;
import dev.webendpoints.image.ImageDefinition;
import dev.webendpoints.image.ImageState;
import dev.webendpoints.modal.generated.GenericResult;
import dev.webendpoints.modal.generated.Image;
import dev.webendpoints.modal.generated.ImageGetOrCreateRequest;
import dev.webendpoints.modal.generated.ImageGetOrCreateResponse;
import dev.webendpoints.modal.generated.ImageJoinStreamingResponse;
import dev.webendpoints.modal.generated.ImageMetadata;
import dev.webendpoints.modal.generated.TaskLogs;
import dev.webendpoints.modal.grpc.CallRejected;

/** Converts image definitions, states and builds to and from the client's messages. */
final class ImageMessages {

    private static final int STDOUT = 1;

    private ImageMessages() {}

    /** @throws CallRejected for features that images of this server do not support */
    static ImageDefinition definition(ImageGetOrCreateRequest request, GpuPolicy gpus) {
        Image image = request.getImage();
        List<String> reasons = unsupported(image, gpus);
        if (!reasons.isEmpty()) {
            throw CallRejected.unsupported(String.join(" ", reasons));
        }
        return new ImageDefinition(
                bases(image),
                image.getDockerfileCommandsList(),
                image.getContextFilesList().stream()
                        .map(file -> new ImageDefinition.ContextFile(
                                file.getFilename(), file.getData().toByteArray()))
                        .toList(),
                image.getContextMountId().isEmpty() ? null : image.getContextMountId(),
                image.getBuildArgsMap(),
                image.hasBuildFunction() || !request.getBuildFunctionId().isEmpty());
    }

    private static List<String> unsupported(Image image, GpuPolicy gpus) {
        List<String> reasons = new ArrayList<>();
        if (image.getGpuConfig().getCount() > 0 && gpus == GpuPolicy.REFUSE) {
            reasons.add(
                    "Building images with a GPU (gpu=) is not supported by Web Endpoints; with webendpoints.gpu=ignore"
                            + " the server builds them without.");
        }
        if (!image.getImageRegistryConfig().getSecretId().isEmpty()) {
            reasons.add("Images from private registries are not supported by Web Endpoints.");
        }
        if (image.getSecretIdsCount() > 0) {
            reasons.add("Secrets in an image's build (secrets=) are not supported by Web Endpoints; give them to the"
                    + " function that needs them.");
        }
        return reasons;
    }

    /** Has no result while the image is not finished: the client then follows its build. */
    static ImageGetOrCreateResponse answer(ImageState state, String builderVersion) {
        ImageGetOrCreateResponse.Builder answer =
                ImageGetOrCreateResponse.newBuilder().setImageId(state.imageId());
        result(state).ifPresent(answer::setResult);
        metadata(state, builderVersion).ifPresent(answer::setMetadata);
        return answer.build();
    }

    static ImageJoinStreamingResponse answer(BuildEvent event, String builderVersion) {
        ImageJoinStreamingResponse.Builder answer = ImageJoinStreamingResponse.newBuilder();
        if (event instanceof BuildEvent.Line line) {
            answer.setEntryId(line.entryId())
                    .addTaskLogs(TaskLogs.newBuilder()
                            .setData(line.text().endsWith("\n") ? line.text() : line.text() + "\n")
                            .setTimestamp(Timestamps.seconds(line.at()))
                            .setFileDescriptor(STDOUT));
        } else if (event instanceof BuildEvent.Finished finished) {
            result(finished.state()).ifPresent(answer::setResult);
            metadata(finished.state(), builderVersion).ifPresent(answer::setMetadata);
            answer.setEof(true);
        }
        return answer.build();
    }

    private static List<ImageDefinition.Base> bases(Image image) {
        return image.getBaseImagesList().stream()
                .map(base -> new ImageDefinition.Base(base.getDockerTag(), base.getImageId()))
                .toList();
    }

    private static Optional<GenericResult> result(ImageState state) {
        if (state instanceof ImageState.Ready) {
            return Optional.of(GenericResult.newBuilder()
                    .setStatus(GenericResult.Status.SUCCESS)
                    .build());
        }
        if (state instanceof ImageState.Failed failed) {
            return Optional.of(GenericResult.newBuilder()
                    .setStatus(GenericResult.Status.FAILURE)
                    .setException(failed.reason())
                    .build());
        }
        return Optional.empty();
    }

    private static Optional<ImageMetadata> metadata(ImageState state, String builderVersion) {
        return state instanceof ImageState.Ready ready
                ? Optional.of(ImageMetadata.newBuilder()
                        .setPythonVersionInfo(ready.pythonVersion())
                        .setWorkdir(Optional.ofNullable(ready.workdir()).orElse(""))
                        .setImageBuilderVersion(builderVersion)
                        .build())
                : Optional.empty();
    }
}
