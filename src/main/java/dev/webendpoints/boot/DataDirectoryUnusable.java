package dev.webendpoints.boot;

import java.io.IOException;
import java.nio.file.Path;

/** The server cannot write to its data directory. */
final class DataDirectoryUnusable extends RuntimeException {

    private static final long serialVersionUID = 1;

    DataDirectoryUnusable(Path dataDirectory, IOException cause) {
        super(
                "the data directory " + dataDirectory.toAbsolutePath().normalize()
                        + " cannot be written to (" + cause
                        + "); make it writable for the server's user, or choose another"
                        + " (webendpoints.data-dir)",
                cause);
    }
}
