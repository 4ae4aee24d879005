package dev.webendpoints.image;

/** The environment of an image cannot be had: its build failed; the message says why. */
public final class ImageUnavailable extends RuntimeException {

    ImageUnavailable(String message) {
        super(message);
    }
}
