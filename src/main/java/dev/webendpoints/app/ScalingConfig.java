package dev.webendpoints.app;

import java.util.OptionalInt;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many workers functions may have. */
@ConfigMapping(prefix = "webendpoints.scaling")
public interface ScalingConfig {

    /**
     * Workers that one function may ever have on this server, whatever it asks for. It protects the machine from one
     * function; what is asked for beyond it is refused, or cut down with a warning at deploy.
     */
    @WithDefault("100")
    @Min(1)
    int maxContainers();

    /**
     * Workers of a function that names no {@code max_containers}. Where it is not set: four for each processor, and at least
     * eight.
     */
    OptionalInt defaultMaxContainers();
}
