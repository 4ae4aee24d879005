package dev.webendpoints.source;

import java.nio.file.Path;
import java.util.List;

import io.smallrye.mutiny.Uni;

/** Where a mount's files come from. */
public interface Mounts {

    /** Copies every file to {@code targetRoot} plus its absolute name, with its mode. */
    Uni<Void> materialise(List<String> mountIds, Path targetRoot);
}
