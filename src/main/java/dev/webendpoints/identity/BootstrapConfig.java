package dev.webendpoints.identity;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The first token of a server, which makes every other thing possible. */
@ConfigMapping(prefix = "webendpoints.bootstrap")
interface BootstrapConfig {

    /** {@code ak-} and letters, digits or dashes. Without it no token is made. */
    Optional<String> tokenId();

    /** {@code as-} and at least 16 characters, random: {@code as-$(openssl rand -hex 16)}. */
    Optional<String> tokenSecret();

    /** The workspace that the token opens: the first part of every hostname. */
    @WithDefault("main")
    String workspace();
}
