package dev.webendpoints.state;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of the dicts and queues of one workspace. Other workspaces are not affected by one at its limit. */
@ConfigMapping(prefix = "webendpoints.state")
public interface StateConfig {

    /** DictEntries and queues, including ephemeral ones that have not ended. */
    @WithDefault("10000")
    @Min(1)
    int maxWorkspaceObjects();

    /** Entries of all dicts, items and partitions of all queues. It protects the database's indexes. */
    @WithDefault("2000000")
    @Min(1)
    int maxWorkspaceEntries();

    /** Total size of their keys and values. It protects the database's disk and the share of other workspaces. */
    @NotNull
    @WithDefault("10G")
    MemorySize maxWorkspaceSize();

    /** Callers that wait for items of queues on this server. Each occupies a stream and a little memory. */
    @WithDefault("2000")
    @Min(1)
    int maxWorkspaceWaiters();
}
