package dev.webendpoints.api.port;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of the control port for unauthenticated clients. */
@ConfigMapping(prefix = "webendpoints.control")
public interface ControlPortConfig {

    /**
     * Concurrent connections, or an eighth of the files that the process may open if that is less. Beyond it, the
     * connections that have been idle longest are closed to make room.
     */
    @WithDefault("4000")
    @Min(16)
    int maxConnections();

    /**
     * Concurrent requests other than uploads and calls of the Modal client, or half of the connections if that is less.
     * Beyond it, the connections with the oldest such requests are closed: it limits what clients hold that send
     * requests slowly or do not read responses.
     */
    @WithDefault("1000")
    @Min(8)
    int maxRequests();

    /** Time limit for a request's head, from its first byte; beyond it 408. */
    @NotNull
    @WithDefault("15s")
    Duration headTimeout();

    /**
     * Time limit for such a request, from its head to the last byte of its response; beyond it 408 if there is no
     * response yet, and the connection is closed. The limit of an upload is longer by its length at
     * {@link #minUploadRate()}.
     */
    @NotNull
    @WithDefault("30s")
    Duration requestTimeout();

    /** Bytes per second that an upload must reach beyond {@link #requestTimeout()}; it is aborted after that time. */
    @NotNull
    @WithDefault("16K")
    MemorySize minUploadRate();

    /** Maximum body size of such a request; beyond it 413. The largest of the REST API is a list of domains. */
    @NotNull
    @WithDefault("64K")
    MemorySize maxBodySize();
}
