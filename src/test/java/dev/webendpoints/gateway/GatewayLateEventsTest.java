package dev.webendpoints.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.lease.LeaseRefusal.Reason;
import io.micrometer.core.instrument.Timer;
import io.netty.handler.codec.http2.DefaultHttp2Headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Frames that were queued while their stream was not read, and are delivered within the call that ends or connects
 * their exchange. {@link TestGateway#close} checks that no exception was logged.
 */
@Timeout(30)
class GatewayLateEventsTest extends Http2Fixture {

    /** Sends a request that waits for a worker, followed by an unread trailer section that is malformed. */
    private H2.Stream waitingBeforeBrokenTrailers() throws IOException {
        before(Wire::rest);
        gateway.pools.answer = gateway.pools.waiting::add;
        H2.Stream stream = h2.request("POST", HOST, "/", false);
        stream.data("a", false);
        await().until(() -> gateway.pools.waiting.size() == 1);
        stream.data("b", false);
        stream.headers(new DefaultHttp2Headers(false).add("x-a", "b\r\nc: d"), true);
        awaitRead();
        return stream;
    }

    /** Waits until earlier bytes were read, which is certain when a later request on the connection is answered. */
    private void awaitRead() {
        assertThat(h2.request("GET", "dev--closed.localhost", "/", true).head().status())
                .asString()
                .isEqualTo("401");
    }

    private long requests() {
        return gateway.meters.find(RequestMeters.REQUESTS).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Test
    void aRequestThatBreaksWhileItIsConnectedIsRefused() throws IOException {
        // Given
        H2.Stream stream = waitingBeforeBrokenTrailers();
        // When
        gateway.pools.waiting.remove().onLease(gateway.pools.lease());
        // Then
        assertThat(stream.head().status()).asString().isEqualTo("400");
        gateway.awaitNoLease();
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void aRequestThatBreaksWhileItIsRefusedIsRefusedOnce() throws IOException {
        // Given
        H2.Stream stream = waitingBeforeBrokenTrailers();
        // When
        gateway.pools
                .waiting
                .remove()
                .onRefused(new LeaseRefusal(Reason.SHUTTING_DOWN, "no worker", List.of(), Duration.ofSeconds(1)));
        // Then
        assertThat(stream.head().status()).asString().isEqualTo("503");
        assertThat(stream.next().ended()).isTrue();
        await().until(() -> requests() == 2);
    }
}
