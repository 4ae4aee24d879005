package dev.webendpoints.app;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much one workspace may have. Past each the workspace is refused more; others are not affected. */
@ConfigMapping(prefix = "webendpoints.quotas")
public interface QuotasConfig {

    /** Apps that have not ended, those included that a client is just deploying. */
    @WithDefault("500")
    @Min(1)
    int maxApps();

    /** Functions of these apps together. */
    @WithDefault("5000")
    @Min(1)
    int maxFunctions();

    /** Volumes; each is a directory of the server's disk. */
    @WithDefault("100")
    @Min(1)
    int maxVolumes();
}
