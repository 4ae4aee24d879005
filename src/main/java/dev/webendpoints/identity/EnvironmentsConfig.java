package dev.webendpoints.identity;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits the environments that callers create. */
@ConfigMapping(prefix = "webendpoints.environments")
interface EnvironmentsConfig {

    /** Maximum number of environments of one workspace; further ones are refused. */
    @WithDefault("100")
    @Min(1)
    int maxPerWorkspace();
}
