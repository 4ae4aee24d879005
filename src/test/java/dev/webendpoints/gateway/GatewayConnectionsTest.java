package dev.webendpoints.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.webendpoints.gateway.Frames.GOAWAY;
import static dev.webendpoints.gateway.Frames.SETTINGS;
import static dev.webendpoints.gateway.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Beyond the maximum number of connections, idle ones are closed to make room, and those in use stay. */
@Timeout(30)
class GatewayConnectionsTest {

    /** Large enough for each event loop to have some. */
    private static final int LIMIT = 32;

    private static final int CALLERS = 10 * LIMIT;

    private static final String GET = "GET / HTTP/1.1\r\nHost: dev--unknown.localhost\r\n\r\n";

    private static TestGateway limited() {
        return new TestGateway(new ListenAddress("127.0.0.1", 0, 0, LIMIT, Optional.empty()));
    }

    private static void occupy(TestGateway gateway, int count) throws IOException {
        gateway.pools.answer = gateway.pools.waiting::add;
        for (int i = 0; i < count; i++) {
            gateway.connect().send("GET / HTTP/1.1\r\nHost: dev--open.localhost\r\n\r\n");
        }
        await().until(() -> gateway.pools.waiting.size() == count);
    }

    @Test
    void aNewCallerIsServedInPlaceOfAnIdleOne() throws IOException {
        try (TestGateway gateway = limited()) {
            // Given
            for (int i = 0; i < CALLERS; i++) {
                gateway.connect();
            }
            // When
            await().ignoreExceptions().until(() -> answer(gateway).startsWith("HTTP/1.1 404 Not Found\r\n"));
            // Then
            await().until(() -> open(gateway) <= LIMIT);
        }
    }

    private static String answer(TestGateway gateway) throws IOException {
        return gateway.connect().send(GET).message();
    }

    @Test
    void anIdleHttp2ConnectionIsEndedWithAGoaway() throws IOException {
        try (TestGateway gateway = limited()) {
            // Given
            List<Wire> idle = new ArrayList<>();
            for (int i = 0; i < LIMIT; i++) {
                idle.add(gateway.connect().send(Frames.PREFACE + frame(SETTINGS, 0, 0, "")));
                Frames.next(idle.get(i), SETTINGS);
            }
            CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(() -> goAway(idle.get(0)));
            // When
            await().ignoreExceptions()
                    .until(() -> answer(gateway).startsWith("HTTP/1.1 404 Not Found\r\n") && ended.isDone());
            // Then
            assertThat(ended).isCompletedWithValue(0);
        }
    }

    private static int goAway(Wire wire) {
        try {
            return Frames.next(wire, GOAWAY).errorCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aCallerThatIsWaitingIsNotClosedForANewOne() throws IOException {
        try (TestGateway gateway = limited()) {
            // Given
            occupy(gateway, LIMIT);
            // When
            int octet = gateway.connect().read();
            // Then
            assertThat(octet).isEqualTo(-1);
            assertThat(gateway.pools.cancelled).hasValue(0);
            await().until(() -> open(gateway) == LIMIT);
        }
    }

    private static int open(TestGateway gateway) {
        return (int)
                gateway.meters.get("webendpoints.gateway.connections").gauge().value();
    }
}
