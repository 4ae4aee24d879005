package dev.webendpoints.worker;

import java.time.Duration;
import java.util.Optional;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import dev.webendpoints.cgroup.CgroupMode;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configures workers and their pools. */
@ConfigMapping(prefix = "webendpoints.workers")
public interface WorkersConfig {

    /**
     * Maximum number of requests that wait for a worker of one function. Further ones are refused immediately: this
     * protects the server's memory, and callers from an answer that would come too late.
     */
    @WithDefault("2000")
    @Min(1)
    int queueLimit();

    /**
     * Maximum number of workers of all functions together; by default, one for each 64 MB of the machine's memory and
     * at least 16. At the limit, the worker that has been idle the longest is stopped; while no worker is idle,
     * requests wait.
     */
    Optional<@Min(1) Integer> limit();

    /**
     * Maximum number of combinations of a class's parameter values in use at a time, each with workers of its own.
     * Callers choose the values; requests with further combinations are refused.
     */
    @WithDefault("100")
    @Min(1)
    int argumentsLimit();

    /**
     * Maximum number of processes and threads of one worker. Starting another one fails with EAGAIN: this protects the
     * machine and other tenants from a worker that forks endlessly. Enforced where workers are confined and are not the
     * host's root.
     */
    @WithDefault("1024")
    @Min(64)
    @Max(65536)
    int maxProcesses();

    /**
     * Niceness of workers (nice(2)), by which they yield the processors to the server. It matters only while the processors
     * are saturated: a worker with 5 then gets a third of the time that a thread of the server gets.
     */
    @WithDefault("5")
    @Min(0)
    @Max(19)
    int niceness();

    /**
     * Maximum size on disk of one worker's own files, {@code /root} and {@code /tmp} together. A worker that exceeds it
     * is ended. Measured every ten seconds.
     */
    @NotNull
    @WithDefault("8G")
    MemorySize maxFilesSize();

    /**
     * Maximum size on disk of a volume. If it is exceeded, the workers that may write to the volume are ended, and the
     * volume is mounted read-only until it is smaller.
     */
    @NotNull
    @WithDefault("50G")
    MemorySize maxVolumeSize();

    /**
     * Maximum number of files and directories of a worker, and of a volume. Beyond it, the same happens as beyond the maximum
     * size. It protects the disk's inodes.
     */
    @WithDefault("1000000")
    @Min(1)
    long maxFiles();

    /** Minimum free space of the data directory's disk; below it, the worker that recently wrote the most is ended. */
    @NotNull
    @WithDefault("512M")
    MemorySize minFreeDisk();

    /** Time for a stopping worker to exit, including its exit hooks, before it is killed. */
    @WithDefault("30s")
    Duration exitGrace();

    /**
     * Maximum number of warm Python processes from which workers are forked: one for each image in use and one for each
     * memory snapshot, of 40 to 70 MB each. At the limit, one without workers ends; if all have workers, and with 0,
     * workers start as new processes.
     */
    @WithDefault("8")
    @Min(0)
    int zygotes();

    /**
     * Whether the response to a request whose worker failed to start contains the traceback, besides the reason and the
     * last lines that the worker printed. Tracebacks name files and show code.
     */
    @WithDefault("false")
    boolean tracebacksToCallers();

    /**
     * The event loop that runs asynchronous user code. An image or a secret overrides it with the variable
     * {@code WEBENDPOINTS_EVENT_LOOP}.
     */
    @WithDefault("asyncio")
    EventLoop eventLoop();

    enum EventLoop {
        /** The standard library's, as on Modal. */
        ASYNCIO,
        /** uvloop: answers more requests per second; libraries that patch the standard loop fail. */
        UVLOOP
    }

    /** Value of {@code MODAL_REGION} in workers. */
    @WithDefault("local")
    String region();

    /** Value of {@code MODAL_CLOUD_PROVIDER} in workers; on Modal, a name such as {@code CLOUD_PROVIDER_AWS}. */
    @WithDefault("CLOUD_PROVIDER_UNSPECIFIED")
    String cloudProvider();

    /** Whether workers are confined by bubblewrap. */
    @WithDefault("auto")
    SandboxMode sandbox();

    enum SandboxMode {
        /** Confined where bubblewrap works. */
        AUTO,
        /** Always confined; without bubblewrap no worker starts. */
        REQUIRED,
        /** Never. */
        OFF
    }

    /**
     * Whether workers whose program listens on a port ({@code @modal.web_server}), and those of a function with
     * {@code block_network}, have a network namespace of their own.
     */
    @WithDefault("auto")
    NetworkMode network();

    enum NetworkMode {
        /** Where the machine allows it; programs that listen on a port also need pasta or slirp4netns. */
        AUTO,
        /** Always; if the machine does not support it, the server does not start. */
        REQUIRED,
        /** Never: all workers share the machine's network. */
        OFF
    }

    /** Whether a cgroup (version 2) for each worker with limits, and for each image build, enforces the limits. */
    @WithDefault("auto")
    CgroupMode cgroup();
}
