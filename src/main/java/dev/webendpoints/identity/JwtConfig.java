package dev.webendpoints.identity;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The JWTs that this server makes and accepts. */
@ConfigMapping(prefix = "webendpoints.jwt")
interface JwtConfig {

    /**
     * The {@code iss} of tokens made here, and the only one that is accepted with this server's own key. It need not be a
     * URL: a name that stays when the server's address changes keeps tokens valid.
     */
    @WithDefault("webendpoints")
    String issuer();

    /** How long a token made here is valid. */
    @WithDefault("PT1H")
    Duration lifetime();
}
