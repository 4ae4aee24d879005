package dev.webendpoints.source;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much a client may upload, and for how long. */
@ConfigMapping(prefix = "webendpoints.sources")
public interface SourcesConfig {

    /**
     * The largest file that a client may upload. It protects the disk; what is larger is refused before a byte is sent.
     * {@code quarkus.http.limits.max-body-size} bounds the same request, so a larger value needs both.
     */
    @NotNull
    @WithDefault("4G")
    MemorySize maxBlobSize();

    /** How long the address of an upload is good for, from when the client asked for it. */
    @NotNull
    @WithDefault("1h")
    Duration blobLifetime();
}
