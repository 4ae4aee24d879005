package dev.webendpoints.worker;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.webendpoints.scaling.ScalingPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/** Invariants of every policy and traffic, tested with random ones from fixed seeds. */
@Tag("long")
class ScalingPropertiesTest {

    private static final int RUNS = 200;
    private static final Duration CALLING = Duration.ofMinutes(10);

    /** Long enough for one worker to serve the longest queue that occurs here, and for every window to pass twice. */
    private static final Duration AFTERWARDS = Duration.ofMinutes(90);

    private static final Map<Integer, Outcome> OUTCOMES = new ConcurrentHashMap<>();

    static IntStream seeds() {
        return IntStream.range(0, RUNS);
    }

    private record Outcome(ScalingPolicy policy, int mostWorkers, int fewestWorkers, Timeline.Moment last) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void thereAreNeverMoreWorkersThanTheMaximumAndNeverFewerThanNone(int seed) {
        Outcome seen = outcome(seed);

        assertThat(seen.mostWorkers).as(seen.policy.toString()).isBetween(0, seen.policy.maxWorkers());
        assertThat(seen.fewestWorkers).isNotNegative();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyRequestIsServed(int seed) {
        Outcome seen = outcome(seed);

        assertThat(seen.last.waiting() + seen.last.running())
                .as(seen.policy.toString())
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whenNobodyCallsTheMinimumIsLeft(int seed) {
        Outcome seen = outcome(seed);

        assertThat(seen.last.workers()).as(seen.policy.toString()).isEqualTo(seen.policy.minWorkers());
    }

    private static Outcome outcome(int seed) {
        return OUTCOMES.computeIfAbsent(seed, ScalingPropertiesTest::run);
    }

    private static Outcome run(int seed) {
        Random random = new Random(seed);
        ScalingPolicy policy = policy(random);
        Duration start = Duration.ofMillis(20 + random.nextInt(10_000));
        Duration service = Duration.ofMillis((long) Math.pow(10, random.nextDouble() * 3.5));
        Duration each = policy.singleUse() ? service.plus(start) : service;
        double rate = Math.min(50, places(policy) * 1e9 / each.toNanos() * random.nextDouble());
        int callers = policy.singleUse() ? 30 : 300;
        Timeline seen = new Simulation(seed, policy, start, service, random.nextBoolean())
                .callers(CALLING, rate, seconds -> seconds % 120 < 60 ? rate : rate / 10)
                .burst(Duration.ofSeconds(random.nextInt(500)), random.nextInt(callers))
                .burst(Duration.ofSeconds(random.nextInt(500)), random.nextInt(callers / 6))
                .run(CALLING.plus(AFTERWARDS));
        return new Outcome(policy, seen.mostWorkers(), seen.fewestWorkers(), seen.last());
    }

    private static int places(ScalingPolicy policy) {
        return policy.maxWorkers() * policy.concurrency();
    }

    private static ScalingPolicy policy(Random random) {
        int max = 1 + random.nextInt(20);
        int concurrency = random.nextBoolean() ? 1 : 1 + random.nextInt(20);
        ScalingPolicy policy = ScalingPolicy.ONE_WORKER
                .withWorkers(random.nextInt(Math.min(4, max + 1)), max)
                .withBuffer(random.nextInt(4))
                .withConcurrency(concurrency, random.nextInt(concurrency + 1))
                .withWindows(Duration.ofMillis(random.nextInt(5_000)), Duration.ofSeconds(2 + random.nextInt(300)));
        return random.nextInt(10) == 0 ? policy.withSingleUse() : policy;
    }
}
