package dev.webendpoints.image;

/** Thrown when the workspace has no such image. */
public final class ImageNotFound extends RuntimeException {

    ImageNotFound(String imageId) {
        super("there is no image " + imageId);
    }
}
