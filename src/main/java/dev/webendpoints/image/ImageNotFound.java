package dev.webendpoints.image;

import dev.webendpoints.failure.NotFound;

/** Thrown when the workspace has no such image. */
public final class ImageNotFound extends NotFound {

    ImageNotFound(String imageId) {
        super("there is no image " + imageId);
    }
}
