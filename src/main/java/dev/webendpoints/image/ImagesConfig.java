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

/** How images become Python environments. */
@ConfigMapping(prefix = "webendpoints.images")
public interface ImagesConfig {

    /**
     * What becomes of a layer that a virtual environment cannot do: an apt package that the host lacks, any other
     * {@code RUN}. {@code fail}: the build fails, saying what. {@code warn}: it is left out, with a warning in the
     * build's output that says what the host must provide.
     */
    @NotNull
    @WithDefault("fail")
    HostCommands hostCommands();

    /** How many layers are built at the same time; further ones wait. It leaves processors to the workers. */
    @Min(1)
    @WithDefault("2")
    int concurrentBuilds();

    /** Layers of one workspace that are built or wait for it; past it further ones fail at once. */
    @Min(1)
    @WithDefault("200")
    int maxWorkspaceBuilds();

    /** How long one layer may take; then its programs are ended and the build has failed. */
    @NotNull
    @WithDefault("30m")
    Duration buildTimeout();

    /** Memory that the processes of a build may have together, where the server has cgroups; past it the build fails. */
    @NotNull
    @WithDefault("4G")
    MemorySize maxBuildMemory();

    /**
     * Processors that a build may use, where the server has cgroups; parts of one are possible. A build that would use more
     * waits. Workers come before builds in any case.
     */
    @DecimalMin("0.1")
    @WithDefault("4")
    double buildCpus();

    /** Memory of each process of a build (its data); past it, allocations fail. It keeps the workers' memory free. */
    @NotNull
    @WithDefault("4G")
    MemorySize maxProcessMemory();

    /** Processes and threads of one confined build; past it, none can be started. It stops fork bombs. */
    @Min(1)
    @WithDefault("1024")
    int maxProcesses();

    /** The largest directory, and so the largest file, of one layer while it is built; past it the build fails. */
    @NotNull
    @WithDefault("16G")
    MemorySize maxLayerSize();

    /** Files and directories of one layer while it is built; past it the build fails. It keeps the file system's inodes. */
    @Min(1)
    @WithDefault("1000000")
    long maxLayerFiles();

    /** Free space of the data directory's disk below which no layer is built. What is built goes on being served. */
    @NotNull
    @WithDefault("1G")
    MemorySize minFreeDisk();

    /**
     * How long layers, client packages and caches are kept on disk that no served function uses, from when they were used
     * last; and how long an image is remembered that nothing refers to. What is removed is made again when it is needed.
     */
    @NotNull
    @DurationMin(hours = 2)
    @WithDefault("14d")
    Duration keep();

    /**
     * Bytes of layers, client packages and caches together. Past it those go that no served function uses, the one that was
     * used longest ago first. Without it: a quarter of the data directory's disk.
     */
    Optional<MemorySize> maxSize();

    /** Bytes of the installer's cache of one workspace; past it, that cache is emptied. */
    @NotNull
    @WithDefault("8G")
    MemorySize maxCacheSize();

    /** How many lines of output are kept of each build; what comes after them is dropped. */
    @Min(1)
    @WithDefault("5000")
    int logLines();

    /** Whether builds of layers, which run the code of the packages they install, are confined by bubblewrap. */
    @NotNull
    @WithDefault("auto")
    SandboxMode sandbox();

    /** See {@link #sandbox()}. */
    enum SandboxMode {
        /** Where bubblewrap works. */
        AUTO,
        /** Always; without bubblewrap the server does not start. */
        REQUIRED,
        /** Never. */
        OFF
    }

    /** See {@link #hostCommands()}. */
    enum HostCommands {
        FAIL,
        WARN
    }
}
