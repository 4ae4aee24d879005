package dev.webendpoints.logs;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much is kept of what workers print. */
@ConfigMapping(prefix = "webendpoints.logs")
public interface LogsConfig {

    /** Of one app; past it its oldest lines go. It keeps a chatty app from pushing out what others said. */
    @NotNull
    @WithDefault("16M")
    MemorySize maxAppSize();

    /**
     * Of all apps of one workspace together; past it its own oldest lines go. It keeps one tenant from pushing out what
     * others said.
     */
    @NotNull
    @WithDefault("256M")
    MemorySize maxWorkspaceSize();

    /** Of all apps together; past it the oldest lines go, whosever they are. It protects the disk. */
    @NotNull
    @WithDefault("1G")
    MemorySize maxSize();

    /** How long a line is kept, whether its app still exists or not. */
    @NotNull
    @WithDefault("30d")
    Duration keep();
}
