package dev.webendpoints.boot;

import java.time.InstantSource;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import dev.webendpoints.app.container.ContainerHistory;
import dev.webendpoints.cgroup.Cgroups;
import dev.webendpoints.identity.CallingWorker;
import dev.webendpoints.image.ImageEnvironments;
import dev.webendpoints.image.host.HostPython;
import dev.webendpoints.image.host.HostPythons;
import dev.webendpoints.logs.LogLimits;
import dev.webendpoints.logs.LogsConfig;
import dev.webendpoints.logs.WorkerLogs;
import dev.webendpoints.modal.worker.WorkerCallServer;
import dev.webendpoints.sandbox.SandboxPolicy;
import dev.webendpoints.serving.RecordedRuntime;
import dev.webendpoints.source.Mounts;
import dev.webendpoints.worker.FunctionVersions;
import dev.webendpoints.worker.WorkerPools;
import dev.webendpoints.worker.WorkersConfig;
import dev.webendpoints.worker.process.ProcessRuntime;
import dev.webendpoints.worker.process.control.WorkerApi;
import dev.webendpoints.worker.process.launch.WorkerFiles;
import io.micrometer.core.instrument.MeterRegistry;

/** Produces the worker runtime, the pools and the worker logs of this server. */
@Singleton
class WorkerRuntimeProducer {

    @Produces
    @Singleton
    WorkerLogs logs(DataDirectory data, LogsConfig config) {
        return WorkerLogs.open(
                data.dataDir().toAbsolutePath().resolve("logs"), LogLimits.of(config), InstantSource.system());
    }

    void close(@Disposes WorkerLogs logs) {
        logs.close();
    }

    /** For workers and builds. */
    @Produces
    @Singleton
    Cgroups cgroups(WorkersConfig config) {
        return Cgroups.open(config.cgroup());
    }

    @Produces
    @Singleton
    ProcessRuntime runtime(
            DataDirectory data,
            WorkersConfig config,
            SandboxPolicy policy,
            Cgroups cgroups,
            ImageEnvironments images,
            Mounts mounts,
            WorkerCallServer calls,
            WorkerLogs logs,
            HostPythons pythons) {
        ProcessRuntime runtime = ProcessRuntime.open(
                data.dataDir(),
                config,
                policy,
                cgroups,
                WorkerFiles.of(images, mounts),
                api(calls),
                logs,
                () -> pythons.all().stream().map(HostPython::executable).findFirst());
        runtime.lookAtNetworks();
        return runtime;
    }

    private static WorkerApi api(WorkerCallServer calls) {
        return (socket, version, workerId) -> calls.listen(
                socket,
                version.workspaceId(),
                new CallingWorker(
                        version.environmentName(),
                        version.appId(),
                        version.key().functionId(),
                        workerId));
    }

    void close(@Disposes ProcessRuntime runtime) {
        runtime.close();
    }

    @Produces
    @Singleton
    WorkerPools pools(
            FunctionVersions versions,
            ProcessRuntime runtime,
            ContainerHistory history,
            WorkersConfig config,
            MeterRegistry registry) {
        WorkerPools pools = WorkerPools.open(versions, new RecordedRuntime(runtime, history), config);
        new PoolGauges(pools, registry).register();
        return pools;
    }

    void close(@Disposes WorkerPools pools) {
        pools.close();
    }
}
