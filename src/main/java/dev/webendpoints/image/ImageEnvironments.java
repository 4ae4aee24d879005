package dev.webendpoints.image;

import io.smallrye.mutiny.Uni;

/** Where an image's Python environment comes from. */
public interface ImageEnvironments {

    Uni<PythonEnvironment> environment(String imageId, String clientVersion, String pythonVersion);
}
