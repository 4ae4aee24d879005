package dev.webendpoints.worker.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.webendpoints.cgroup.Cgroups;
import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.function.FunctionSpec.VolumeMount;
import dev.webendpoints.function.StartMode;
import dev.webendpoints.function.TestSpecs;
import dev.webendpoints.image.PythonEnvironment;
import dev.webendpoints.lease.DialedAddress;
import dev.webendpoints.logs.LogLimits;
import dev.webendpoints.logs.WorkerLogs;
import dev.webendpoints.sandbox.SandboxPolicy;
import dev.webendpoints.sandbox.TenantUsers;
import dev.webendpoints.scaling.ScalingPolicy;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.WorkersConfig;
import dev.webendpoints.worker.process.launch.WorkerFiles;
import dev.webendpoints.worker.process.sandbox.SandboxRequirements;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;

/** A runtime whose workers are a small Python program that reports what it sees. */
public final class WorkerHarness implements AutoCloseable {

    static final Map<String, String> FILES = Map.of("/root/app.py", "app = 1");
    /** Number of the Surefire fork. Forks run concurrently, and worker ids are global on the machine. */
    public static final String FORK = System.getProperty("test.fork", "1");

    static final String WORKER = "ta-000000000000000000000" + FORK;
    private static final List<String> PYTHON = findPython();
    /** The policy of an installed server, except that tests of unconfined workers may run as root. */
    public static final SandboxPolicy POLICY = new SandboxPolicy(TenantUsers.choose(Optional.empty(), 65_535), true);

    private static final Path SOURCES = Path.of("src/main/python").toAbsolutePath();

    static {
        // Mutiny sets up its context propagation at its first use, and fails if two threads do so; Quarkus does it
        // once.
        Uni.createFrom().voidItem().invoke(() -> {});
    }

    final Path data;
    final WorkerLogs logs;
    final ProcessRuntime runtime;
    private final Map<String, String> files;
    private final Path rootfs;

    RuntimeException preparationFailure;
    FunctionVersion.Limits limits = FunctionVersion.Limits.NONE;
    StartMode start = StartMode.FORKED;
    boolean blocksNetwork;

    /** Port of a program that the worker starts; 0 for an ASGI application. */
    int port;

    /** Paths that the interpreter needs besides itself. */
    final List<Path> readOnly = new ArrayList<>(List.of(Path.of(PYTHON.get(1)), SOURCES));

    /** @param files the user's files: content by absolute path */
    WorkerHarness(Path data, WorkersConfig config, Map<String, String> files, Path rootfs) {
        this(data, config, POLICY, files, rootfs);
    }

    WorkerHarness(Path data, WorkersConfig config, SandboxPolicy policy, Map<String, String> files, Path rootfs) {
        this.data = data;
        this.files = files;
        this.rootfs = rootfs;
        this.logs = WorkerLogs.open(
                data.resolve("logs"),
                new LogLimits(1 << 20, 1 << 20, 1 << 20, Duration.ofDays(1)),
                InstantSource.system());
        this.runtime = ProcessRuntime.open(
                data,
                config,
                policy,
                Cgroups.open(config.cgroup()),
                new UserFiles(),
                (socket, version, workerId) -> () -> {},
                logs,
                () -> Optional.of(Path.of(PYTHON.get(0))));
    }

    WorkerHarness(Path data, String sandbox, int zygotes, Map<String, String> files, Path rootfs) {
        this(data, config(sandbox, zygotes, false), files, rootfs);
    }

    WorkerHarness(Path data, String sandbox, int zygotes) {
        this(data, sandbox, zygotes, FILES, null);
    }

    /** Returns one whose workers are confined; skips the test if they cannot be. */
    static WorkerHarness confined(Path data, int zygotes) {
        SandboxRequirements.requireBubblewrap(data);
        return new WorkerHarness(data, "required", zygotes);
    }

    /** Returns one with settings beside the sandbox and the number of zygotes. */
    static WorkerHarness confined(Path data, int zygotes, Map<String, String> settings) {
        SandboxRequirements.requireBubblewrap(data);
        Map<String, String> all = new HashMap<>(settings);
        all.put("webendpoints.workers.sandbox", "required");
        all.put("webendpoints.workers.zygotes", Integer.toString(zygotes));
        return new WorkerHarness(data, config(all), FILES, null);
    }

    /** Returns one whose workers have only their user's id. */
    static WorkerHarness withOneId(Path data, int zygotes) {
        SandboxPolicy policy = new SandboxPolicy(TenantUsers.choose(Optional.empty(), 0), true);
        return new WorkerHarness(data, config("required", zygotes, false), policy, FILES, null);
    }

    /** Returns an interpreter of this machine. */
    public static Path python() {
        return Path.of(PYTHON.get(0));
    }

    /** Returns the id of one of several workers. */
    static String id(int number) {
        return "ta-" + FORK + "-" + number;
    }

    RecordedEvents start(Map<String, String> environment, VolumeMount... volumes) {
        return start(WORKER, environment, volumes);
    }

    RecordedEvents start(String workerId, Map<String, String> environment, VolumeMount... volumes) {
        RecordedEvents events = new RecordedEvents();
        events.handle = runtime.start(workerId, version(environment, List.of(volumes)), events);
        return events;
    }

    void prepare(Map<String, String> environment, VolumeMount... volumes) {
        runtime.prepare(version(environment, List.of(volumes)));
    }

    @Override
    public void close() {
        runtime.close();
        logs.close();
    }

    /** Returns the value of a Python expression in the worker. */
    static JsonNode ask(SocketAddress worker, String expression) {
        if (worker instanceof DialedAddress dialed) {
            return DialedPort.ask(PYTHON.get(0), dialed, expression);
        }
        try (SocketChannel channel = SocketChannel.open(worker)) {
            channel.write(ByteBuffer.wrap((expression + "\n").getBytes(StandardCharsets.UTF_8)));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            Channels.newInputStream(channel).transferTo(answer);
            return new ObjectMapper().readTree(answer.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static WorkersConfig config(String sandbox, int zygotes, boolean tracebacks) {
        return config(Map.of(
                "webendpoints.workers.sandbox", sandbox,
                "webendpoints.workers.tracebacks-to-callers", Boolean.toString(tracebacks),
                "webendpoints.workers.zygotes", Integer.toString(zygotes)));
    }

    static WorkersConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(WorkersConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(WorkersConfig.class);
    }

    private FunctionVersion version(Map<String, String> environment, List<VolumeMount> volumes) {
        return new FunctionVersion(
                new FunctionKey("fu-1", "de-1"),
                "ac-1",
                "ap-1",
                "hello",
                "main",
                TestSpecs.of(
                        new FunctionSpec.Code("app", "square", false, new byte[] {1, 2, 3}, new byte[0]),
                        List.of(TestSpecs.webMethod(
                                "",
                                port == 0 ? EndpointKind.ASGI_APP : EndpointKind.WEB_SERVER,
                                port,
                                Duration.ofSeconds(5))),
                        300,
                        20,
                        List.of("mo-1"),
                        volumes,
                        limits.memory() == 0 ? null : (Integer) (int) (limits.memory() / FunctionVersion.Limits.MIB),
                        limits.milliCpu() == 0 ? null : (Integer) limits.milliCpu(),
                        blocksNetwork,
                        start),
                environment,
                "1.6.4",
                "3.11.7",
                ScalingPolicy.ONE_WORKER,
                List.of());
    }

    private final class UserFiles implements WorkerFiles {

        @Override
        public Uni<PythonEnvironment> environment(FunctionVersion version) {
            if (preparationFailure != null) {
                return Uni.createFrom().failure(preparationFailure);
            }
            Path main = standInDirectory().resolve("stand_in/__main__.py");
            return Uni.createFrom()
                    .item(new PythonEnvironment(
                            Path.of(PYTHON.get(0)),
                            List.copyOf(readOnly),
                            Map.of("FROM_IMAGE", "yes", "WORKER_SOURCES", SOURCES.toString()),
                            null,
                            rootfs,
                            List.of(),
                            main));
        }

        @Override
        public Uni<Void> materialise(FunctionVersion version, Path targetRoot) {
            return Uni.createFrom()
                    .voidItem()
                    .invoke(() ->
                            files.forEach((name, content) -> write(targetRoot.resolve(name.substring(1)), content)));
        }
    }

    static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path standInDirectory() {
        try {
            return Path.of(WorkerHarness.class.getResource("/worker-stand-in").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the real interpreter and its paths: {@code python3} on PATH may be a script that looks for it. */
    private static List<String> findPython() {
        try {
            Process python = new ProcessBuilder(
                            "python3",
                            "-c",
                            "import os, sys; print(os.path.realpath(sys.executable)); print(sys.base_prefix)")
                    .start();
            return new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
