package dev.webendpoints.identity.signin;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configures the first token of a server, with which all others are created. */
@ConfigMapping(prefix = "webendpoints.bootstrap")
public interface BootstrapConfig {

    /** {@code ak-} and letters, digits or dashes. If unset, no token is created. */
    Optional<String> tokenId();

    /** {@code as-} and at least 16 characters, random: {@code as-$(openssl rand -hex 16)}. */
    Optional<String> tokenSecret();

    /** The workspace of the token; its name is the first part of every hostname. */
    @WithDefault("main")
    String workspace();
}
