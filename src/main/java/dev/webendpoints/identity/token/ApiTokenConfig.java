package dev.webendpoints.identity.token;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configures the API tokens that callers create. */
@ConfigMapping(prefix = "webendpoints.api-tokens")
interface ApiTokenConfig {

    /**
     * Maximum number of API tokens of one workspace, including expired ones; further ones are refused. Each server has
     * all of them in memory. Up to the same number of revoked ones is kept as a record.
     */
    @WithDefault("200")
    @Min(1)
    int maxPerWorkspace();
}
