package dev.webendpoints.identity.tokenflow;

import java.time.Duration;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of token flows, which anybody who reaches the control port can open. */
@ConfigMapping(prefix = "webendpoints.token-flows")
interface TokenFlowConfig {

    /** Time for the confirmation of a code. */
    @WithDefault("10m")
    Duration lifetime();

    /** Maximum number of open flows of one address (one /64 with IPv6). Beyond it, new ones are refused. */
    @WithDefault("10")
    @Min(1)
    int maxPerAddress();

    /** Maximum number of open flows. Beyond it, new ones are refused, from every address. */
    @WithDefault("100")
    @Min(1)
    int max();
}
