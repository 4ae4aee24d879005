package dev.webendpoints.identity.jwt;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configures the JWTs that this server issues and accepts. */
@ConfigMapping(prefix = "webendpoints.jwt")
public interface JwtConfig {

    /**
     * The {@code iss} of tokens issued by this server, and the only one that is accepted with this server's own key. It
     * need not be a URL: a name that is independent of the server's address keeps tokens valid when that changes.
     */
    @WithDefault("webendpoints")
    String issuer();

    /**
     * The {@code aud} of tokens issued by this server, which every accepted token must name (RFC 8725 §3.9). For the
     * operator's issuer, {@code mp.jwt.verify.audiences} takes precedence.
     */
    @WithDefault("webendpoints")
    String audience();

    /** How long a token issued by this server is valid. */
    @WithDefault("PT1H")
    Duration lifetime();
}
