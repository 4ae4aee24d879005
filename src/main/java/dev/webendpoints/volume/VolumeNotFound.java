package dev.webendpoints.volume;

/** Thrown when no volume has the name. */
public final class VolumeNotFound extends RuntimeException {

    public VolumeNotFound(String name) {
        super("Volume '" + name + "' not found");
    }
}
