package dev.webendpoints.volume;

import dev.webendpoints.failure.AlreadyExists;

/** Thrown when another volume of the environment has the name. */
public final class VolumeNameTaken extends AlreadyExists {

    VolumeNameTaken(String name) {
        super("Volume '" + name + "' already exists");
    }
}
