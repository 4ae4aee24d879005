package dev.webendpoints.image;

import java.nio.file.Path;
import java.util.Set;

import io.smallrye.mutiny.Uni;

/** Port: reports what this package must keep on disk. */
public interface ServedImages {

    /** What the workers of served functions start from. @param clientVersions versions of the {@code modal} package */
    record Served(Set<String> imageIds, Set<String> clientVersions) {}

    Uni<Served> served();

    /** Returns the directories that running processes see. */
    Set<Path> directoriesInUse();
}
