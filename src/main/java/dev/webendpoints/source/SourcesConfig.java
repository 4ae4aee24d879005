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

/** Limits and retention of uploads. */
@ConfigMapping(prefix = "webendpoints.sources")
public interface SourcesConfig {

    /**
     * Maximum size of an uploaded file. It protects the disk; a larger file is rejected before any byte is sent.
     * {@code quarkus.http.limits.max-body-size} limits the same request, so a larger value requires both.
     */
    @NotNull
    @WithDefault("4G")
    MemorySize maxBlobSize();

    /**
     * Maximum total size of the files of one workspace, including announced uploads. Beyond it uploads are rejected: it
     * protects the database's disk and the share of other workspaces.
     */
    @NotNull
    @WithDefault("20G")
    MemorySize maxWorkspaceSize();

    /** Maximum number of files of one workspace, including announced ones. Beyond it uploads are rejected. */
    @WithDefault("200000")
    @Min(1)
    int maxWorkspaceFiles();

    /** Maximum number of files in all mounts of one workspace together. Beyond it new mounts are rejected. */
    @WithDefault("500000")
    @Min(1)
    int maxWorkspaceMountedFiles();

    /** How long the URL of an upload is valid after the client requested it. */
    @NotNull
    @WithDefault("1h")
    Duration blobLifetime();

    /**
     * How long unreferenced files and mounts are kept. A deploying client relies on finding what the server reported as
     * present. At least two hours: uses are recorded once an hour.
     */
    @NotNull
    @DurationMin(hours = 2)
    @WithDefault("1d")
    Duration keepUnused();

    /**
     * The URL of this server's control port for uploads, {@code http://10.0.0.7:8080}: for a server behind a mapped
     * port, a load balancer or a path prefix. By default, uploads go to the address that the client's calls use. The
     * client accepts only {@code localhost} and addresses of private networks as host.
     */
    Optional<
                    @Pattern(
                            regexp = "https?://[^/\\s]+(/\\S*)?",
                            message = "must begin with http:// or https:// and a host")
                    String>
            uploadUrl();
}
