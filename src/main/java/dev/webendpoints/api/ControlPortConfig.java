package dev.webendpoints.api;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What strangers may hold of the control port. */
@ConfigMapping(prefix = "webendpoints.control")
public interface ControlPortConfig {

    /**
     * Connections at once, or an eighth of the files that the process may open when that is less. Past it those that have
     * waited longest for a request of their caller's are closed to make room.
     */
    @WithDefault("4000")
    @Min(16)
    int maxConnections();

    /**
     * Requests at once, other than uploads and calls of the Modal client, or half of the connections when that is less.
     * Past it the connections with the oldest of them are closed: it bounds what callers hold who send their requests
     * slowly or do not take their answers.
     */
    @WithDefault("1000")
    @Min(8)
    int maxRequests();

    /** How long a request's head may take from its first byte; past it 408. */
    @NotNull
    @WithDefault("15s")
    Duration headTimeout();

    /**
     * How long such a request may take from its head to the last byte of its answer; past it 408 when there is no answer
     * yet, and the connection is closed. An upload may take longer by its length at {@link #minUploadRate()}.
     */
    @NotNull
    @WithDefault("30s")
    Duration requestTimeout();

    /** Bytes a second that an upload must reach beyond {@link #requestTimeout()}; past that time it is cut. */
    @NotNull
    @WithDefault("16K")
    MemorySize minUploadRate();

    /** The body of such a request; past it 413. The REST API's largest is a list of domains. */
    @NotNull
    @WithDefault("64K")
    MemorySize maxBodySize();
}
