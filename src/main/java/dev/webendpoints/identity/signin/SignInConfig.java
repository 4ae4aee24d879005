package dev.webendpoints.identity.signin;

import java.time.Duration;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configures the limits of failed sign-ins, on the control port and the gateway together. */
@ConfigMapping(prefix = "webendpoints.sign-in")
interface SignInConfig {

    /**
     * Maximum burst of failures of one address (one /64 with IPv6). Beyond it, wrong credentials are answered with 429
     * or RESOURCE_EXHAUSTED, and only looked up in memory. Valid credentials are still accepted.
     */
    @WithDefault("20")
    @Min(1)
    int maxFailures();

    /** Time after which the full number of failures is permitted again. */
    @WithDefault("1m")
    Duration window();

    /** Maximum number of addresses to track. Beyond it, the oldest or least frequent ones are forgotten. */
    @WithDefault("50000")
    @Min(1)
    int maxAddresses();

    /**
     * Maximum number of signature checks per second, for all addresses together that have exceeded their failures, of
     * JWTs that name an API token of this server or come from the operator's issuer.
     */
    @WithDefault("100")
    @Min(1)
    int signatureChecks();
}
