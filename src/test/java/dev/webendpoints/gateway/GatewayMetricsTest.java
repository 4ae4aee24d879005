package dev.webendpoints.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.webendpoints.gateway.relay.client.ClientLimits;
import dev.webendpoints.gateway.relay.exchange.WorkerLimits;
import dev.webendpoints.lease.LeaseRefusal;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/** Counts of requests: one request for each outcome. */
@Tag("slow")
class GatewayMetricsTest extends MeteredGateway {

    private static final String LATE = "POST / HTTP/1.1\r\nHost: dev--open.localhost\r\nContent-Length: 9\r\n\r\nhal";
    private static final ClientLimits IMPATIENT_WITH_CALLERS = new ClientLimits(
            Duration.ofSeconds(15),
            Duration.ofSeconds(75),
            Duration.ofMillis(200),
            Duration.ofSeconds(60),
            Duration.ofSeconds(2),
            1024 * 1024);

    private static WorkerLimits startingWithin(Duration limit) {
        return new WorkerLimits(Duration.ofSeconds(2), limit, Duration.ofSeconds(4), 16);
    }

    /** Waits for the only request of a test, and checks that nothing else was counted. */
    private void awaitOnly(String endpoint, String kind, String reason, String status) {
        Tags tags = Tags.of("endpoint", endpoint, "kind", kind, "reason", reason, "status", status);
        await().untilAsserted(() -> assertThat(
                        gateway.meters.find(RequestMeters.REQUESTS).timers())
                .extracting(timer -> Tags.of(timer.getId().getTags()), Timer::count)
                .containsExactly(tuple(tags, 1L)));
    }

    private void awaitOnly(String reason, String status) {
        awaitOnly("we-dev--open", "asgi_app", reason, status);
    }

    @Test
    void aWholeAnswerIsAnsweredWithItsStatusClass() throws IOException {
        // Given
        before(always("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"));
        // When
        gateway.connect().send(OPEN).message();
        // Then
        awaitOnly("answered", "5xx");
    }

    @Test
    void theTimeOfARequestAndItsWaitAreMeasured() throws IOException {
        // Given
        before(always(OK));
        Wire client = waiting();
        long from = System.nanoTime();
        await().until(() -> System.nanoTime() - from > TimeUnit.MILLISECONDS.toNanos(50));
        // When
        gateway.pools.waiting.remove().onLease(gateway.pools.lease());
        client.message();
        // Then
        awaitOnly("answered", "2xx");
        double waited = gateway.meters.get(RequestMeters.WAIT).timer().totalTime(TimeUnit.MILLISECONDS);
        double took = gateway.meters.get(RequestMeters.REQUESTS).timer().totalTime(TimeUnit.MILLISECONDS);
        assertThat(waited).isBetween(50.0, took);
    }

    @Test
    void aFunctionThatTakesItsTimeIsRedirected() throws IOException {
        // Given
        Duration soon = Duration.ofMillis(100);
        before(new TestGateway(TestGateway.CLIENTS, startingWithin(soon), Duration.ofSeconds(300)), Wire::rest);
        // When
        gateway.connect().send(OPEN).message();
        // Then
        awaitOnly("redirected", "3xx");
    }

    @Test
    void anAnswerThatIsNotThereIsNoResult() throws IOException {
        // Given
        before(always(OK));
        // When
        gateway.connect()
                .send("GET /?__modal_function_call_id=fc-1 HTTP/1.1\r\nHost: dev--open.localhost\r\n\r\n")
                .message();
        // Then
        awaitOnly("no_result", "4xx");
    }

    @Test
    void whatIsNoHttpIsMalformedAndNobodys() throws IOException {
        // Given
        gateway = new TestGateway();
        // When
        gateway.connect().send("GET / HTTP/1.1\r\n\r\n").rest();
        // Then
        awaitOnly("none", "none", "malformed", "4xx");
    }

    @Test
    void aBodyThatStopsComingIsASlowCallers() throws IOException {
        // Given
        Duration fiveMinutes = Duration.ofSeconds(300);
        before(new TestGateway(IMPATIENT_WITH_CALLERS, TestGateway.WORKERS, fiveMinutes), Wire::rest);
        // When
        gateway.connect().send(LATE).message();
        // Then
        awaitOnly("caller_slow", "4xx");
    }

    @Test
    void anUnknownHostIsNobodys() throws IOException {
        // Given
        gateway = new TestGateway();
        // When
        gateway.connect().send(get("dev--nothing")).message();
        // Then
        awaitOnly("none", "none", "unknown_host", "4xx");
    }

    @Test
    void whoHasNoTokenIsUnauthorized() throws IOException {
        // Given
        gateway = new TestGateway();
        // When
        gateway.connect().send(get("dev--closed")).message();
        // Then
        awaitOnly("we-dev--closed", "fastapi_endpoint", "unauthorized", "4xx");
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUE_FULL, queue_full, 4xx",
        "GONE, gone, 4xx",
        "START_FAILED, start_failed, 5xx",
        "START_TIMEOUT, start_timed_out, 5xx",
        "SHUTTING_DOWN, shutting_down, 5xx"
    })
    void whyThereIsNoWorkerIsTold(LeaseRefusal.Reason why, String reason, String status) throws IOException {
        // Given
        gateway = new TestGateway();
        gateway.pools.answer =
                waiter -> waiter.onRefused(new LeaseRefusal(why, "no worker", List.of(), Duration.ofSeconds(1)));
        // When
        gateway.connect().send(OPEN).message();
        // Then
        awaitOnly(reason, status);
    }

    @Test
    void whoWaitsWhenTheServerStopsIsShutOut() throws IOException {
        // Given
        gateway = new TestGateway();
        Wire client = waiting();
        // When
        gateway.stop(Duration.ofSeconds(5));
        client.rest();
        // Then
        awaitOnly("shutting_down", "5xx");
    }

    @Test
    void aFunctionPastItsTimeoutIsTimedOut() throws IOException {
        // Given
        before(new TestGateway(TestGateway.CLIENTS, TestGateway.WORKERS, Duration.ofMillis(100)), Wire::rest);
        // When
        gateway.connect().send(OPEN).message();
        // Then
        awaitOnly("timed_out", "5xx");
    }

    @Test
    void aWorkerThatEndsBeforeItAnswersBroke() throws IOException {
        // Given
        before(Wire::message);
        // When
        gateway.connect().send(OPEN).message();
        // Then
        awaitOnly("worker_broke", "5xx");
    }

    @Test
    void anAnswerThatBreaksOffIsCut() throws IOException {
        // Given
        before(wire -> {
            wire.message();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal");
        });
        // When
        gateway.connect().send(OPEN).rest();
        // Then
        awaitOnly("cut", "2xx");
    }

    @Test
    void whoLeavesIsCountedAs499() throws IOException {
        // Given
        before(Wire::rest);
        Wire client = gateway.connect().send(OPEN);
        await().until(() -> upstream.accepted.get() == 1);
        // When
        client.reset();
        // Then
        awaitOnly("caller_left", "4xx");
    }
}
