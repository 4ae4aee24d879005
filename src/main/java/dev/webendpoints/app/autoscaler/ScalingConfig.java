package dev.webendpoints.app.autoscaler;

import java.util.OptionalInt;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of the number of workers per function. */
@ConfigMapping(prefix = "webendpoints.scaling")
public interface ScalingConfig {

    /**
     * Maximum number of workers of one function on this server. It protects the machine from a single function;
     * overrides beyond it are rejected, and values in code are clamped with a warning at deploy.
     */
    @WithDefault("100")
    @Min(1)
    int maxContainers();

    /**
     * Maximum number of workers of a function without {@code max_containers}. If not set: four for each processor, and
     * at least eight.
     */
    OptionalInt defaultMaxContainers();
}
