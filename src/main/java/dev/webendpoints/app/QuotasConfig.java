package dev.webendpoints.app;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits for each workspace. A workspace at its limit cannot add more; other workspaces are not affected. */
@ConfigMapping(prefix = "webendpoints.quotas")
public interface QuotasConfig {

    /** Running apps, including those that a client is currently deploying. */
    @WithDefault("500")
    @Min(1)
    int maxApps();

    /** Functions of all running apps together. */
    @WithDefault("5000")
    @Min(1)
    int maxFunctions();

    /** Volumes; each is a directory on the server's disk. */
    @WithDefault("100")
    @Min(1)
    int maxVolumes();

    /** Variants of functions; those that were not used for 30 days are deleted. */
    @WithDefault("10000")
    @Min(1)
    int maxVariants();
}
