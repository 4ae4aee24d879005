package dev.webendpoints.identity;

import java.time.Duration;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How often signing in may fail, on the control port and on the gateway together. */
@ConfigMapping(prefix = "webendpoints.sign-in")
interface SignInConfig {

    /**
     * Failures of one address (of one /64 with IPv6) that may come at once; past it wrong credentials are answered with 429
     * or RESOURCE_EXHAUSTED, and looked for in memory only. Right ones are still accepted.
     */
    @WithDefault("20")
    @Min(1)
    int maxFailures();

    /** In this time as many failures again may come. */
    @WithDefault("1m")
    Duration window();

    /** Addresses whose failures are remembered; past it some are forgotten, the oldest or rarest first. */
    @WithDefault("50000")
    @Min(1)
    int maxAddresses();

    /**
     * Signatures per second that are checked for all addresses past their failures together, of JWTs that name an API token
     * of this server.
     */
    @WithDefault("100")
    @Min(1)
    int signatureChecks();
}
