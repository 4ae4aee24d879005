package dev.webendpoints.image;

import java.nio.file.Path;
import java.util.Set;

import io.smallrye.mutiny.Uni;

/** Which of the things that this package keeps on disk are needed. */
public interface ServedImages {

    /** What the functions that are served start their workers from. @param clientVersions of the {@code modal} package */
    record Served(Set<String> imageIds, Set<String> clientVersions) {}

    Uni<Served> served();

    /** Directories that running processes see. */
    Set<Path> directoriesInUse();
}
