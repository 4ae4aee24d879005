package dev.webendpoints.boot;

import java.util.OptionalInt;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** A port of its own for health and metrics, which ask for no token there. */
@ConfigMapping(prefix = "webendpoints.management")
interface ManagementConfig {

    /** None by default: health and metrics are on the control port only, metrics for tokens with their scope. */
    OptionalInt port();

    /** The address to listen on. It must not be one that strangers reach. */
    @WithDefault("0.0.0.0")
    String host();
}
