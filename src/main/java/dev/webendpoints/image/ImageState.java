package dev.webendpoints.image;

/** The state of an image. */
public sealed interface ImageState {

    String imageId();

    /** Waiting for its build or being built: {@link Images#follow}. */
    record Pending(String imageId) implements ImageState {}

    /**
     * Built; workers can start in it.
     *
     * @param pythonVersion {@code 3.11.7}
     * @param workdir null unless the image sets one
     */
    record Ready(String imageId, String pythonVersion, String workdir) implements ImageState {}

    /** @param reason a message for the user */
    record Failed(String imageId, String reason) implements ImageState {}
}
