package dev.webendpoints.identity;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** API tokens that callers make. */
@ConfigMapping(prefix = "webendpoints.api-tokens")
interface ApiTokenConfig {

    /**
     * API tokens that one workspace may have, expired ones included; past it new ones are refused. Every server has all of
     * them in memory. As many of those that were revoked are kept as a record.
     */
    @WithDefault("200")
    @Min(1)
    int maxPerWorkspace();
}
