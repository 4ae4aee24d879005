package dev.webendpoints.image;

/** How far an image is. */
public sealed interface ImageState {

    String imageId();

    /** It waits for its build, or is being built: {@link Images#follow}. */
    record Pending(String imageId) implements ImageState {}

    /**
     * Workers can start in it.
     *
     * @param pythonVersion {@code 3.11.7}
     * @param workdir null unless the image sets one
     */
    record Ready(String imageId, String pythonVersion, String workdir) implements ImageState {}

    /** @param reason sentences for the user */
    record Failed(String imageId, String reason) implements ImageState {}
}
