package dev.webendpoints.boot;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the server ends. */
@ConfigMapping(prefix = "webendpoints.shutdown")
public interface LifecycleConfig {

    /** How long requests that run may take to finish after SIGTERM; past it they are cut. */
    @WithDefault("20s")
    Duration grace();
}
