package dev.webendpoints.image;

/** Thrown when the build of an image's environment failed; the message gives the reason. */
public final class ImageUnavailable extends RuntimeException {

    ImageUnavailable(String message) {
        super(message);
    }
}
