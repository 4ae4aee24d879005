package dev.webendpoints.source;

import java.time.Duration;
import java.util.Optional;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import org.hibernate.validator.constraints.time.DurationMin;

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

    /**
     * Bytes of files that one workspace may have, those of uploads that are announced included. Past it uploads are refused:
     * it protects the database's disk, and other workspaces' place on it.
     */
    @NotNull
    @WithDefault("20G")
    MemorySize maxWorkspaceSize();

    /** Files that one workspace may have, announced ones included. Past it uploads are refused. */
    @WithDefault("200000")
    @Min(1)
    int maxWorkspaceFiles();

    /** Files that all mounts of one workspace may name together. Past it new mounts are refused. */
    @WithDefault("500000")
    @Min(1)
    int maxWorkspaceMountedFiles();

    /** How long the address of an upload is good for, from when the client asked for it. */
    @NotNull
    @WithDefault("1h")
    Duration blobLifetime();

    /**
     * How long files and mounts are kept that nothing refers to. A client that is deploying counts on finding what it was
     * told is there. At least two hours: uses are noted once an hour.
     */
    @NotNull
    @DurationMin(hours = 2)
    @WithDefault("1d")
    Duration keepUnused();

    /**
     * Where clients reach this server's control port for uploads, {@code http://10.0.0.7:8080}: for a server behind a
     * mapped port, a load balancer or a path of its own. Without it, an upload goes where the client's calls go. The
     * client accepts only {@code localhost} and addresses of private networks as host.
     */
    Optional<
                    @Pattern(
                            regexp = "https?://[^/\\s]+(/\\S*)?",
                            message = "must begin with http:// or https:// and a host")
                    String>
            uploadUrl();
}
