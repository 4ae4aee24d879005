package dev.webendpoints.app;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long the server keeps what apps were. */
@ConfigMapping(prefix = "webendpoints.apps")
public interface AppsConfig {

    /** Newest deployments of each app whose functions, files and images are kept, the one that is served included. */
    @WithDefault("10")
    @Min(1)
    int keepVersions();

    /**
     * How long definitions are kept that no kept deployment has, and those of apps that have ended. A client that is
     * deploying counts on finding what it has just defined. At least two hours: uses are noted once an hour.
     */
    @NotNull
    @DurationMin(hours = 2)
    @WithDefault("1d")
    Duration keepUnused();
}
