package dev.webendpoints.gateway;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.EndpointAuth;
import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.routing.ClassParameters;
import dev.webendpoints.routing.Route;
import dev.webendpoints.routing.RouteTable;

import static org.assertj.core.api.Assertions.assertThat;

/** Token buckets, with time passed in. */
class RateLimitTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final OptionalDouble NO_LIMIT = OptionalDouble.empty();

    private long now = 1000 * SECOND;

    @Test
    void aFullBucketHoldsItsBurst() {
        RateLimit limit = new RateLimit(200, 5, now);

        assertThat(taken(limit, 2000)).isEqualTo(1000);
    }

    @Test
    void aBucketRefillsAtItsRate() {
        // Given
        RateLimit limit = new RateLimit(200, 5, now);
        taken(limit, 2000);
        // When
        now += SECOND / 2;
        // Then
        assertThat(taken(limit, 2000)).isEqualTo(100);
    }

    @Test
    void aBucketHoldsNoMoreThanItsBurstAfterALongTime() {
        // Given
        RateLimit limit = new RateLimit(10, 2, now);
        // When
        now += 3600 * SECOND;
        // Then
        assertThat(taken(limit, 100)).isEqualTo(20);
    }

    @Test
    void whoeverIsRefusedIsToldWhenToComeBack() {
        // Given
        RateLimit limit = new RateLimit(2, 0.5, now);
        limit.take(now);
        // When, Then
        assertThat(limit.take(now)).isEqualTo(SECOND / 2);
    }

    @Test
    void asLongAsToldLaterThereIsRoom() {
        // Given
        RateLimit limit = new RateLimit(3, 1, now);
        taken(limit, 10);
        // When
        now += limit.take(now);
        // Then
        assertThat(limit.take(now)).isZero();
    }

    @Test
    void aSmallBurstStillHoldsOneRequest() {
        assertThat(taken(new RateLimit(1, 0.001, now), 10)).isEqualTo(1);
    }

    @Test
    void aClockBeforeItsZeroIsFine() {
        now = Long.MAX_VALUE - SECOND;
        RateLimit limit = new RateLimit(10, 1, now);
        taken(limit, 10);
        now += 2 * SECOND;

        assertThat(taken(limit, 100)).isEqualTo(10);
    }

    @Test
    void threadsTakeNoMoreThanThereIs() throws Exception {
        RateLimit limit = new RateLimit(1000, 1, now);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> many = () -> taken(limit, 1000);
            int sum = 0;
            for (Future<Integer> part : threads.invokeAll(List.of(many, many, many, many))) {
                sum += part.get();
            }
            assertThat(sum).isEqualTo(1000);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anEndpointHasItsOwnLimit() {
        // Given
        RateLimits limits = limits(OptionalDouble.of(1), NO_LIMIT, 1);
        limits.refusal(route("we-1", "ac-1"));
        // When
        GatewayResponse refused = limits.refusal(route("we-1", "ac-1"));
        // Then
        assertThat(limits.refusal(route("we-2", "ac-1"))).isNull();
        assertThat(refused)
                .isEqualTo(new GatewayResponse(
                        429,
                        "the rate limit of this endpoint is reached: 1 requests per second"
                                + " (webendpoints.gateway.rate-limit.endpoint)",
                        List.of(),
                        1));
    }

    @Test
    void theEndpointsOfAWorkspaceShareOne() {
        // Given
        RateLimits limits = limits(NO_LIMIT, OptionalDouble.of(2), 1);
        limits.refusal(route("we-1", "ac-1"));
        limits.refusal(route("we-2", "ac-1"));
        // When, Then
        assertThat(limits.refusal(route("we-3", "ac-1")).message()).contains("rate-limit.workspace");
        assertThat(limits.refusal(route("we-4", "ac-2"))).isNull();
    }

    @Test
    void anEndpointOverItsLimitTakesNothingFromItsWorkspace() {
        // Given
        RateLimits limits = limits(OptionalDouble.of(1), OptionalDouble.of(2), 1);
        IntStream.range(0, 10).forEach(i -> limits.refusal(route("we-1", "ac-1")));
        // When, Then
        assertThat(limits.refusal(route("we-2", "ac-1"))).isNull();
    }

    @Test
    void bucketsOutliveTables() {
        // Given
        RateLimits limits = limits(OptionalDouble.of(1), NO_LIMIT, 1);
        limits.refusal(route("we-1", "ac-1"));
        // When
        limits.keepOnly(RouteTable.of(List.of(route("we-1", "ac-1"))));
        // Then
        assertThat(limits.refusal(route("we-1", "ac-1"))).isNotNull();
    }

    @Test
    void whatIsNotRoutedIsForgotten() {
        // Given
        RateLimits limits = limits(OptionalDouble.of(1), OptionalDouble.of(1), 1);
        Stream.of("we-1", "we-2").forEach(id -> limits.refusal(route(id, "ac-1")));
        // When
        limits.keepOnly(RouteTable.of(List.of(route("we-1", "ac-1"))));
        // Then
        assertThat(limits.buckets()).isEqualTo(2);
    }

    private int taken(RateLimit limit, int tries) {
        return (int) IntStream.range(0, tries).filter(i -> limit.take(now) == 0).count();
    }

    private RateLimits limits(OptionalDouble endpoint, OptionalDouble workspace, double burst) {
        return new RateLimits(new RateLimits.Settings(endpoint, workspace, burst), () -> now);
    }

    private static Route route(String endpointId, String workspaceId) {
        return new Route(
                "h-" + endpointId,
                endpointId,
                workspaceId,
                "en-1",
                "ap-1",
                "fu-1",
                "de-1",
                "",
                EndpointKind.ASGI_APP,
                EndpointAuth.NONE,
                Duration.ofSeconds(1),
                ClassParameters.NONE);
    }
}
