package dev.webendpoints.worker;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.function.TestSpecs;
import dev.webendpoints.lease.Lease;
import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.lease.LeaseWaiter;
import dev.webendpoints.scaling.ScalingPolicy;

/**
 * Discrete-event simulation of the real pools with modeled workers and callers: hours take milliseconds. The same seed
 * gives the same run on every machine.
 */
final class Simulation implements FunctionVersions, WorkerRuntime {

    static final FunctionKey KEY = new FunctionKey("fu-1", "de-1");

    private static final Duration REQUEST_TIMEOUT = Duration.ofHours(1);
    private static final Duration EXIT = Duration.ofMillis(50);
    private static final int QUEUE_LIMIT = 1_000_000;
    private static final double NANOS = 1e9;

    static {
        // The pools log each start and stop of hours at level INFO.
        Logger.getLogger(Simulation.class.getPackageName()).setLevel(Level.WARNING);
    }

    private record Event(long at, long number, Runnable what) {}

    private final PriorityQueue<Event> events = new PriorityQueue<>((one, other) ->
            one.at != other.at ? Long.compare(one.at, other.at) : Long.compare(one.number, other.number));
    private final Random random;
    private final ScalingPolicy policy;
    private final Duration start;
    private final Supplier<Duration> service;
    private final WorkerPools pools;
    private final Timeline timeline = new Timeline();
    private long now;
    private long numbers;
    private int calls;
    private int workers;
    private int running;
    private int waiting;

    /**
     * @param start time until a worker is ready
     * @param service mean duration of a request; exponentially distributed, or constant with {@code exact}
     */
    Simulation(long seed, ScalingPolicy policy, Duration start, Duration service, boolean exact) {
        this.random = new Random(seed);
        this.policy = policy;
        this.start = start;
        this.service = exact ? () -> service : () -> exponential(service.toNanos() / NANOS);
        this.pools = new WorkerPools(this, this, PoolsFixture.config(QUEUE_LIMIT), this::instant);
        pools.scale(KEY, policy);
        every(WorkerPools.TICK, pools::tick);
    }

    // The callers ------------------------------------------------------------------------------------------------

    Simulation burst(Duration at, int callers) {
        schedule(at.toNanos(), () -> {
            for (int i = 0; i < callers; i++) {
                call();
            }
        });
        return this;
    }

    /**
     * Independent callers: a Poisson process.
     *
     * @param highest maximum of the rate
     * @param rate requests per second, by seconds since the start
     */
    Simulation callers(Duration until, double highest, DoubleUnaryOperator rate) {
        schedule(exponential(1 / highest).toNanos(), () -> arrive(until.toNanos(), highest, rate));
        return this;
    }

    private void arrive(long until, double highest, DoubleUnaryOperator rate) {
        if (now >= until) {
            return;
        }
        if (random.nextDouble() * highest < rate.applyAsDouble(now / NANOS)) {
            call();
        }
        schedule(exponential(1 / highest).toNanos(), () -> arrive(until, highest, rate));
    }

    private void call() {
        long asked = now;
        waiting++;
        note();
        pools.lease(KEY, "", "fc-" + ++calls, new LeaseWaiter() {
            @Override
            public void onLease(Lease lease) {
                timeline.waited(now - asked);
                waiting--;
                running++;
                note();
                schedule(service.get().toNanos(), () -> {
                    running--;
                    note();
                    lease.release();
                });
            }

            @Override
            public void onRefused(LeaseRefusal refusal) {
                throw new IllegalStateException(refusal.message());
            }
        });
    }

    /** Changes the policy at the given time. */
    Simulation rescaled(Duration at, ScalingPolicy other) {
        schedule(at.toNanos(), () -> pools.scale(KEY, other));
        return this;
    }

    // The workers ------------------------------------------------------------------------------------------------

    @Override
    public WorkerHandle start(String workerId, FunctionVersion version, WorkerEvents told) {
        workers++;
        timeline.started(now);
        note();
        Modelled worker = new Modelled(told);
        schedule(start.toNanos(), worker::ready);
        return worker;
    }

    private final class Modelled implements WorkerHandle {

        private final WorkerEvents told;
        private boolean toldToStop;

        Modelled(WorkerEvents told) {
            this.told = told;
        }

        void ready() {
            if (!toldToStop) {
                Map<String, SocketAddress> addresses = new HashMap<>();
                addresses.put("", InetSocketAddress.createUnresolved("worker", 1));
                told.onLaunched();
                told.onReady(addresses);
            }
        }

        @Override
        public void cut(Duration grace) {
            stop(grace);
        }

        @Override
        public void stop(Duration grace) {
            toldToStop = true;
            workers--;
            note();
            schedule(EXIT.toNanos(), () -> told.onExited("it was told to"));
        }

        @Override
        public void tell(CallCommand command, String callId) {}

        @Override
        public void log(String line) {}

        @Override
        public List<String> lastLines() {
            return List.of();
        }
    }

    @Override
    public CompletionStage<FunctionVersion> find(FunctionKey key) {
        return CompletableFuture.completedFuture(new FunctionVersion(
                key,
                "ac-1",
                "ap-1",
                "hello",
                "main",
                TestSpecs.asgiApp(REQUEST_TIMEOUT),
                Map.of(),
                "1.6.4",
                "3.11.7",
                policy,
                List.of()));
    }

    // Time -------------------------------------------------------------------------------------------------------

    Timeline run(Duration time) {
        long end = now + time.toNanos();
        while (!events.isEmpty() && events.peek().at <= end) {
            Event next = events.poll();
            now = next.at;
            next.what.run();
        }
        now = end;
        note();
        return timeline;
    }

    private void every(Duration period, Runnable what) {
        schedule(period.toNanos(), () -> {
            what.run();
            every(period, what);
        });
    }

    private void schedule(long in, Runnable what) {
        events.add(new Event(now + in, numbers++, what));
    }

    private Instant instant() {
        return Instant.EPOCH.plusNanos(now);
    }

    private Duration exponential(double mean) {
        return Duration.ofNanos((long) (-StrictMath.log(1 - random.nextDouble()) * mean * NANOS));
    }

    private void note() {
        timeline.note(now, workers, running, waiting);
    }
}
