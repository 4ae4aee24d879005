package dev.webendpoints.boot;

import java.util.OptionalInt;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configures a separate port for health and metrics, which require no token there. */
@ConfigMapping(prefix = "webendpoints.management")
interface ManagementConfig {

    /** Unset by default: health and metrics are served on the control port only, metrics for tokens with its scope. */
    OptionalInt port();

    /** The address to listen on. Must not be reachable by untrusted clients. */
    @WithDefault("0.0.0.0")
    String host();
}
