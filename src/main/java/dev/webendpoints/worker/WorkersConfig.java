package dev.webendpoints.worker;

import java.time.Duration;
import java.util.Optional;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Workers and the pools that hold them. */
@ConfigMapping(prefix = "webendpoints.workers")
public interface WorkersConfig {

    /**
     * Requests that may wait for a worker of one function. Past it the caller is refused at once: it protects the
     * server's memory, and callers from an answer that would come too late.
     */
    @WithDefault("2000")
    @Min(1)
    int queueLimit();

    /**
     * Workers of all functions together, at most; without it, one for each 64 MB of the machine's memory. Past it the one
     * that was idle for longest makes room, and while there is none, requests wait.
     */
    Optional<@Min(1) Integer> limit();

    /**
     * Combinations of a class's parameters that may be in use at once, each with workers of its own. Callers choose them:
     * past it they are refused.
     */
    @WithDefault("100")
    @Min(1)
    int argumentsLimit();

    /**
     * Processes and threads that one worker may have. Past it the worker cannot start another, with EAGAIN: it protects the
     * machine, and other tenants, from one that forks without end. Kept where workers are confined and are not the host's
     * root.
     */
    @WithDefault("1024")
    @Min(64)
    @Max(65536)
    int maxProcesses();

    /**
     * How far workers give way to the server on the processors (nice(2)). It matters only while more is to be done than
     * there are processors: then a worker with 10 gets a tenth of what the server's threads get.
     */
    @WithDefault("10")
    @Min(0)
    @Max(19)
    int niceness();

    /**
     * What one worker's own files may take on disk, {@code /root} and {@code /tmp} together; past it the worker is ended. They
     * are measured every ten seconds.
     */
    @NotNull
    @WithDefault("8G")
    MemorySize maxFilesSize();

    /**
     * What a volume may take on disk. Past it the workers that may write to it are ended, and it is mounted read-only until it
     * has less.
     */
    @NotNull
    @WithDefault("50G")
    MemorySize maxVolumeSize();

    /** Free space of the data directory's disk below which the worker is ended that wrote most of late. */
    @NotNull
    @WithDefault("512M")
    MemorySize minFreeDisk();

    /** How long a worker that was told to stop may take, exit hooks included, before it is killed. */
    @WithDefault("30s")
    Duration exitGrace();

    /**
     * Warm Python processes from which workers are forked, at most: one for each image in use, of 40 to 70 MB each. Past
     * it, and with 0, workers start as fresh processes.
     */
    @WithDefault("8")
    @Min(0)
    int zygotes();

    /**
     * Whether a caller whose request started a worker that failed is told its traceback, beside the reason and the last
     * lines that it printed. Tracebacks name files and show code.
     */
    @WithDefault("false")
    boolean tracebacksToCallers();

    /** Whether workers are confined by bubblewrap. */
    @WithDefault("auto")
    SandboxMode sandbox();

    enum SandboxMode {
        /** Where bubblewrap works. */
        AUTO,
        /** Always; without bubblewrap no worker starts. */
        REQUIRED,
        /** Never. */
        OFF
    }

    /**
     * Whether workers whose program listens on a port ({@code @modal.web_server}), and those of a function with
     * {@code block_network}, have a network of their own.
     */
    @WithDefault("auto")
    NetworkMode network();

    enum NetworkMode {
        /** Where the machine allows it; a program that listens also needs pasta or slirp4netns. */
        AUTO,
        /** Always; where it cannot be had, the server does not start. */
        REQUIRED,
        /** Never: all share the machine's. */
        OFF
    }

    /** Whether the limits of a function are kept by a cgroup (version 2) for each worker that has some. */
    @WithDefault("auto")
    CgroupMode cgroup();

    enum CgroupMode {
        /** Where the server's cgroup was delegated to it: marked so by systemd, or a container's own. */
        AUTO,
        /** In the server's cgroup, whoever else is in there too; without one the server does not start. */
        REQUIRED,
        /** Never: each process of a worker has the limits for itself. */
        OFF
    }
}
