package dev.webendpoints.volume.files;

import dev.webendpoints.failure.InvalidRequest;

/** Requirements on paths that clients name. */
final class VolumePaths {

    private VolumePaths() {}

    /** @throws InvalidRequest for the volume's own directory */
    static VolumePath requireNamed(VolumePath path) {
        if (path.isRoot()) {
            throw new InvalidRequest("the path names the volume itself, not a file in it");
        }
        return path;
    }
}
