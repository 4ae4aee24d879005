package dev.webendpoints.boot;

import java.nio.file.Path;

/** Another server uses the data directory. */
final class DataDirectoryInUse extends RuntimeException {

    DataDirectoryInUse(Path dataDirectory) {
        super("another server uses the data directory "
                + dataDirectory.toAbsolutePath().normalize()
                + "; stop it, or give this one a directory of its own (webendpoints.data-dir)");
    }
}
