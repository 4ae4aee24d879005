package dev.webendpoints.image;

/** There is no such image in this workspace. */
public final class ImageNotFound extends RuntimeException {

    ImageNotFound(String imageId) {
        super("there is no image " + imageId);
    }
}
