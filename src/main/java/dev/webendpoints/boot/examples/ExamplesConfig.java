package dev.webendpoints.boot.examples;

import java.nio.file.Path;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configures the examples that dev mode deploys at startup. */
@ConfigMapping(prefix = "webendpoints.dev")
public interface ExamplesConfig {

    /** Whether to deploy the examples. */
    @WithDefault("true")
    boolean deployExamples();

    /** The folder of Modal files. */
    @WithDefault("examples")
    Path examples();

    /** The Modal client that deploys them. */
    @WithDefault("1.6.4")
    String clientVersion();
}
