package dev.webendpoints.gateway;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Admission of clients: uploads that are rejected, and clients that wait for a worker. */
@Timeout(30)
class GatewayDoorTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: dev--open.localhost\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final List<String> seen = new CopyOnWriteArrayList<>();

    private void answerOk(Wire wire) throws IOException {
        while (true) {
            seen.add(wire.message());
            wire.send(OK);
        }
    }

    @Test
    void aRefusedUploadIsReadABitAndEnded() throws IOException {
        try (TestGateway gateway = new TestGateway()) {
            Wire client = gateway.connect();
            client.send("POST / HTTP/1.1\r\nHost: dev--closed.localhost\r\nContent-Length: 200000\r\n\r\n");
            client.send(new byte[200_000]);
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 401 Unauthorized\r\n")
                    .contains("connection: close\r\n");
        }
    }

    @Test
    void aLeaseThatComesLaterFromAnotherThreadServesAllWhoWait() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::answerOk);
                TestGateway gateway = new TestGateway().before(upstream)) {
            gateway.pools.answer = gateway.pools.waiting::add;
            Wire one = gateway.connect().send(GET);
            Wire two = gateway.connect()
                    .send("POST / HTTP/1.1\r\nHost: dev--open.localhost\r\nContent-Length: 100000\r\n\r\n");
            two.send(new byte[100_000]);
            await().until(() -> gateway.pools.waiting.size() == 2);
            gateway.pools.waiting.forEach(waiter -> waiter.onLease(gateway.pools.lease()));
            assertThat(one.message()).endsWith("ok");
            assertThat(two.message()).endsWith("ok");
        }
    }

    @Test
    void aCallerWhoLeavesWhileWaitingCancelsAndALateLeaseIsGivenBack() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::answerOk);
                TestGateway gateway = new TestGateway().before(upstream)) {
            gateway.pools.answer = gateway.pools.waiting::add;
            Wire client = gateway.connect().send(GET);
            await().until(() -> gateway.pools.waiting.size() == 1);
            client.close();
            await().until(() -> gateway.pools.cancelled.get() == 1);
            gateway.pools.waiting.remove().onLease(gateway.pools.lease());
            gateway.awaitNoLease();
            assertThat(seen).isEmpty();
        }
    }
}
