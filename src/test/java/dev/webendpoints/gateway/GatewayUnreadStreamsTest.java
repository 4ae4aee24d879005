package dev.webendpoints.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;

import static dev.webendpoints.gateway.Frames.END_HEADERS;
import static dev.webendpoints.gateway.Frames.END_STREAM;
import static dev.webendpoints.gateway.Frames.HEADERS;
import static dev.webendpoints.gateway.Frames.SETTINGS;
import static dev.webendpoints.gateway.Frames.bytes;
import static dev.webendpoints.gateway.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Memory that the gateway holds for a client that requests much on one HTTP/2 connection and reads nothing. */
@Timeout(60)
class GatewayUnreadStreamsTest {

    private static final int STREAMS = 100;
    private static final int BLOCKS = 64;
    private static final byte[] BLOCK = new byte[64 * 1024];

    /** Bytes for all streams together; half of it allows for rounding by allocators. */
    private static final long MAX_HELD = 32L << 20;

    private final AtomicInteger sent = new AtomicInteger();

    @Test
    void streamsWithoutAWindowHoldLittleOfTheirAnswers() throws Exception {
        // Given
        try (TestUpstream upstream = TestUpstream.unix(this::sendMuch);
                TestGateway gateway = new TestGateway().before(upstream);
                Wire client = gateway.connect()) {
            long before = held();
            // When
            client.send(Frames.PREFACE + frame(SETTINGS, 0, 0, "\0\4" + bytes(0)) + requests());
            await().until(() -> upstream.accepted.get() == STREAMS);
            awaitStandstill();
            // Then
            assertThat(held() - before).isLessThan(MAX_HELD);
        }
    }

    private void sendMuch(Wire wire) throws IOException {
        wire.head();
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + BLOCKS * BLOCK.length + "\r\n\r\n");
        for (int i = 0; i < BLOCKS; i++) {
            wire.send(BLOCK);
            sent.incrementAndGet();
        }
    }

    private static String requests() {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < STREAMS; i++) {
            requests.append(frame(HEADERS, END_STREAM | END_HEADERS, 2 * i + 1, Frames.GET));
        }
        return requests.toString();
    }

    /** Waits until the workers stop sending because the gateway stops reading. */
    private void awaitStandstill() {
        int[] last = {-1};
        await().pollInterval(Duration.ofSeconds(1)).until(() -> {
            boolean stands = sent.get() == last[0];
            last[0] = sent.get();
            return stands;
        });
    }

    private static long held() {
        return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
                .mapToLong(PoolArenaMetric::numActiveBytes)
                .sum();
    }
}
