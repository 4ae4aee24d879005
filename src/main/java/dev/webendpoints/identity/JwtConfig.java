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

    /**
     * The {@code aud} of tokens made here, and the one that every accepted token must name (RFC 8725 §3.9). For an issuer of
     * the operator's, {@code mp.jwt.verify.audiences} comes before it.
     */
    @WithDefault("webendpoints")
    String audience();

    /** How long a token made here is valid. */
    @WithDefault("PT1H")
    Duration lifetime();
}
