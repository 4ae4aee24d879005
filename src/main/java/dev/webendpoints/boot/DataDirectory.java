package dev.webendpoints.boot;

import java.nio.file.Path;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configures the directory of all data outside the database. */
@ConfigMapping(prefix = "webendpoints")
public interface DataDirectory {

    /** Embedded PostgreSQL, caches, images, run directories, logs and volumes. */
    @WithDefault("./data")
    Path dataDir();
}
