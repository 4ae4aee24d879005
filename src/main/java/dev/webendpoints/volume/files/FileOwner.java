package dev.webendpoints.volume.files;

import java.io.IOException;
import java.nio.file.Path;

/** Gives files to the user that workers run as. */
@FunctionalInterface
public interface FileOwner {

    /** Changes the owner of a file or directory that no worker sees yet. Blocks. */
    void own(Path path) throws IOException;
}
