package dev.webendpoints.app;

/** No volume has that name. */
public final class VolumeNotFound extends RuntimeException {

    public VolumeNotFound(String name) {
        super("Volume '" + name + "' not found");
    }
}
