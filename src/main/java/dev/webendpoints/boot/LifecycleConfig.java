package dev.webendpoints.boot;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configures the shutdown of the server. */
@ConfigMapping(prefix = "webendpoints.shutdown")
public interface LifecycleConfig {

    /** Time for running requests to finish after SIGTERM; then they are aborted. */
    @WithDefault("20s")
    Duration grace();
}
