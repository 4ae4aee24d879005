package dev.webendpoints.app;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Retention of deployments and definitions. */
@ConfigMapping(prefix = "webendpoints.apps")
public interface AppsConfig {

    /**
     * Newest deployments of each app whose functions, files and images are kept, so that they can be rolled back to or
     * promoted. The served one is always kept.
     */
    @WithDefault("10")
    @Min(1)
    int keepVersions();

    /**
     * How long the server keeps definitions that belong to no kept deployment, and those of stopped apps. A deploying
     * client relies on finding what it has just defined. At least two hours: uses are recorded once an hour.
     */
    @NotNull
    @DurationMin(hours = 2)
    @WithDefault("1d")
    Duration keepUnused();

    /** Newest deployments of each app that its history shows; the rows of older ones are deleted. */
    @WithDefault("100")
    @Min(1)
    int keepHistory();

    /** How long an ended app is listed; after that it is deleted with everything that belongs to it. */
    @NotNull
    @DurationMin(hours = 2)
    @WithDefault("30d")
    Duration keepStopped();

    /** Ended apps of one workspace that are listed. Beyond it the oldest are deleted early, an hour after their end. */
    @WithDefault("1000")
    @Min(1)
    int maxStopped();
}
