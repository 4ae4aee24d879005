package dev.webendpoints.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.function.TestSpecs;
import dev.webendpoints.lease.Lease;
import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.lease.LeaseWaiter;
import dev.webendpoints.scaling.ScalingPolicy;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Pools with a fake runtime and a clock that a test advances: ten minutes take microseconds. */
final class PoolsFixture implements FunctionVersions {

    static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(300);
    static final Duration TIMEOUT = Duration.ofSeconds(100);
    static final Duration WINDOW = ScalingPolicy.DEFAULT_SCALEDOWN;

    final FakeRuntime runtime = new FakeRuntime();
    final Map<FunctionKey, FunctionVersion> versions = new HashMap<>();
    final WorkerPools pools;
    Throwable lookupFailure;

    /** The policy of the next deployment, except its concurrency. */
    ScalingPolicy policy = ScalingPolicy.ONE_WORKER.withWorkers(0, 8);

    private Instant now = Instant.EPOCH;
    private int calls;

    PoolsFixture(int queueLimit) {
        this(config(queueLimit));
    }

    PoolsFixture(WorkersConfig config) {
        pools = new WorkerPools(this, runtime, config, () -> now);
    }

    static WorkersConfig config(int queueLimit) {
        return config("queue-limit", queueLimit);
    }

    static WorkersConfig config(String name, int value) {
        return new SmallRyeConfigBuilder()
                .withMapping(WorkersConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withDefaultValue("webendpoints.workers." + name, Integer.toString(value))
                .build()
                .getConfigMapping(WorkersConfig.class);
    }

    PoolsFixture() {
        this(2_000);
    }

    @Override
    public CompletionStage<FunctionVersion> find(FunctionKey key) {
        if (lookupFailure != null) {
            return CompletableFuture.failedFuture(lookupFailure);
        }
        FunctionVersion version = versions.get(key);
        return version == null
                ? CompletableFuture.failedFuture(new NoSuchElementException(key.toString()))
                : CompletableFuture.completedFuture(version);
    }

    void pass(Duration time) {
        now = now.plus(time);
        pools.tick();
    }

    /** Deploys a function that takes one request at a time. */
    FunctionKey deploy(String definitionId) {
        return deploy(definitionId, 1, TestSpecs.webMethod("", EndpointKind.ASGI_APP));
    }

    FunctionKey deployServer(String definitionId, int port) {
        return deployServer(new FunctionKey("fu-1", definitionId), port);
    }

    FunctionKey deployServer(FunctionKey key, int port) {
        return deploy(key, 1, TestSpecs.webMethod("", EndpointKind.WEB_SERVER, port, TIMEOUT));
    }

    FunctionKey deploy(String definitionId, int concurrency, FunctionSpec.WebMethod... methods) {
        return deploy(new FunctionKey("fu-1", definitionId), concurrency, methods);
    }

    /** Deploys a function other than the first. */
    FunctionKey deployOther(String functionId) {
        return deploy(
                new FunctionKey(functionId, "de-of-" + functionId), 1, TestSpecs.webMethod("", EndpointKind.ASGI_APP));
    }

    private FunctionKey deploy(FunctionKey key, int concurrency, FunctionSpec.WebMethod... methods) {
        versions.put(
                key,
                new FunctionVersion(
                        key,
                        "ac-1",
                        "ap-1",
                        "hello",
                        "main",
                        TestSpecs.of("square", List.of(methods)),
                        Map.of(),
                        "1.6.4",
                        "3.11.7",
                        policy.withConcurrency(concurrency, 0),
                        List.of()));
        return key;
    }

    Caller call(FunctionKey key) {
        return call(key, "");
    }

    Caller call(FunctionKey key, String method) {
        Caller caller = new Caller("fc-" + ++calls);
        caller.giveUp = pools.lease(key, method, caller.callId, caller);
        return caller;
    }

    List<Caller> call(FunctionKey key, int times) {
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            callers.add(call(key));
        }
        return callers;
    }

    /** Starts a worker of the version and leaves it ready and idle. */
    FakeRuntime.Started serve(FunctionKey key) {
        Caller first = call(key);
        FakeRuntime.Started worker = runtime.last().ready();
        first.lease.release();
        return worker;
    }

    static final class Caller implements LeaseWaiter {

        final String callId;
        Lease lease;
        LeaseRefusal refusal;
        Runnable giveUp;

        Caller(String callId) {
            this.callId = callId;
        }

        boolean waits() {
            return lease == null && refusal == null;
        }

        @Override
        public void onLease(Lease granted) {
            lease = granted;
        }

        @Override
        public void onRefused(LeaseRefusal refused) {
            refusal = refused;
        }
    }
}
