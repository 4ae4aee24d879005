package dev.webendpoints.volume;

import dev.webendpoints.failure.NotFound;

/** Thrown when no volume has the name. */
public final class VolumeNotFound extends NotFound {

    public VolumeNotFound(String name) {
        super("Volume '" + name + "' not found");
    }
}
