package dev.webendpoints.image;

import java.time.Duration;
import java.util.Optional;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configuration of image builds. */
@ConfigMapping(prefix = "webendpoints.images")
public interface ImagesConfig {

    /**
     * How a layer is treated that a virtual environment cannot provide: an apt package that the host lacks, or any
     * other {@code RUN}. {@code fail}: the build fails with the reason. {@code warn}: it is skipped, with a warning in
     * the build's output that names what the host must provide.
     */
    @NotNull
    @WithDefault("fail")
    HostCommands hostCommands();

    /** Maximum number of layers built concurrently; further ones wait. It leaves processors to the workers. */
    @Min(1)
    @WithDefault("2")
    int concurrentBuilds();

    /** Maximum number of running and waiting builds of one workspace; further ones fail immediately. */
    @Min(1)
    @WithDefault("200")
    int maxWorkspaceBuilds();

    /** Time limit for one layer; beyond it, its programs are killed and the build fails. */
    @NotNull
    @WithDefault("30m")
    Duration buildTimeout();

    /**
     * How long a build continues while neither a client nor a worker waits for it; then its programs are stopped. It
     * gives a client time to reconnect.
     */
    @NotNull
    @DurationMin(seconds = 1)
    @WithDefault("30s")
    Duration abandonAfter();

    /** Memory of all processes of a build together, where the server has cgroups; beyond it, the build fails. */
    @NotNull
    @WithDefault("4G")
    MemorySize maxBuildMemory();

    /**
     * Processors of a build, where the server has cgroups; fractions are allowed. Beyond them, the build is throttled.
     * Workers have priority over builds in any case.
     */
    @DecimalMin("0.1")
    @WithDefault("4")
    double buildCpus();

    /** Memory (data) of each process of a build; beyond it, allocations fail. It protects the workers' memory. */
    @NotNull
    @WithDefault("4G")
    MemorySize maxProcessMemory();

    /** Maximum number of processes and threads of one confined build. It stops fork bombs. */
    @Min(1)
    @WithDefault("1024")
    int maxProcesses();

    /** Maximum size of a layer's directory, and so of any file, during its build; beyond it the build fails. */
    @NotNull
    @WithDefault("16G")
    MemorySize maxLayerSize();

    /** Files and directories of a layer during its build; beyond it, the build fails. It protects the disk's inodes. */
    @Min(1)
    @WithDefault("1000000")
    long maxLayerFiles();

    /** Free space of the data directory's disk below which no layer is built. Existing images continue to be served. */
    @NotNull
    @WithDefault("1G")
    MemorySize minFreeDisk();

    /**
     * How long layers, client packages and caches that no served function uses are kept on disk after their last use,
     * and how long the record of an unreferenced image is kept. Removed content is created again when needed.
     */
    @NotNull
    @DurationMin(hours = 2)
    @WithDefault("14d")
    Duration keep();

    /**
     * Maximum total size of layers, client packages and caches. Beyond it, those that no served function uses are
     * removed, least recently used first. Default: a quarter of the data directory's disk.
     */
    Optional<MemorySize> maxSize();

    /** Maximum size of a workspace's installer cache; beyond it, that cache is emptied. */
    @NotNull
    @WithDefault("8G")
    MemorySize maxCacheSize();

    /** Maximum number of output lines kept of each build; further ones are dropped. */
    @Min(1)
    @WithDefault("5000")
    int logLines();

    /** Whether builds of layers, which run the code of the packages they install, are confined by bubblewrap. */
    @NotNull
    @WithDefault("auto")
    SandboxMode sandbox();

    /** See {@link #sandbox()}. */
    enum SandboxMode {
        /** Confined if bubblewrap works. */
        AUTO,
        /** Always confined; without bubblewrap the server does not start. */
        REQUIRED,
        /** Never confined. */
        OFF
    }

    /** See {@link #hostCommands()}. */
    enum HostCommands {
        FAIL,
        WARN
    }
}
