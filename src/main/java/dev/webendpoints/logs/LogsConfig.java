package dev.webendpoints.logs;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configures the storage of worker output. */
@ConfigMapping(prefix = "webendpoints.logs")
public interface LogsConfig {

    /** Maximum size for one app. Beyond it, its oldest lines are deleted, so that it does not displace other apps. */
    @NotNull
    @WithDefault("16M")
    MemorySize maxAppSize();

    /**
     * Maximum size for all apps of one workspace together. Beyond it, the workspace's oldest lines are deleted, so that
     * one tenant does not displace the lines of others.
     */
    @NotNull
    @WithDefault("256M")
    MemorySize maxWorkspaceSize();

    /** Maximum size for all apps together. Beyond it, the oldest lines of any app are deleted. Protects the disk. */
    @NotNull
    @WithDefault("1G")
    MemorySize maxSize();

    /** How long a line is kept, even if its app no longer exists. */
    @NotNull
    @WithDefault("30d")
    Duration keep();
}
