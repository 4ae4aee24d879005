package dev.webendpoints.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Upgrades: what opens a tunnel, what does not, and how tunnels end. */
@Timeout(30)
class GatewayTunnelTest {

    private static final String UPGRADE = "GET /ws HTTP/1.1\r\nHost: dev--open.localhost\r\n"
            + "Connection: keep-alive, Upgrade\r\nUpgrade: echo\r\n\r\n";

    private static final TestUpstream.Script ECHO = wire -> {
        wire.head();
        wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nfirst");
        for (int octet = wire.read(); octet >= 0; octet = wire.read()) {
            wire.send(new byte[] {(byte) octet});
        }
        wire.send("bye");
    };

    @Test
    void bytesPassBothWaysAfterA101() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(ECHO);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(UPGRADE);
            assertThat(client.head())
                    .startsWith("HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\n")
                    .contains("Connection: Upgrade\r\n");
            assertThat(client.text(5)).isEqualTo("first");
            assertThat(client.send("hello").text(5)).isEqualTo("hello");
        }
    }

    @Test
    void theLeaseLastsAsLongAsTheTunnel() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(ECHO);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(UPGRADE);
            client.head();
            assertThat(gateway.pools.released).hasValue(0);
            client.reset();
            gateway.awaitNoLease();
            assertThat(gateway.pools.abandoned).hasValue(1);
            await().atMost(Duration.ofSeconds(1)).until(() -> upstream.ended.get() == 1);
        }
    }

    @Test
    void aHalfCloseReachesTheWorkerAndItsLastBytesTheCaller() throws IOException {
        try (TestUpstream upstream = TestUpstream.tcp(ECHO);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(UPGRADE);
            client.head();
            client.endOutput();
            assertThat(client.rest()).isEqualTo("firstbye");
            gateway.awaitNoLease();
        }
    }

    @Test
    void aHalfCloseBeforeThe101ReachesTheWorkerAfterIt() throws IOException {
        CompletableFuture<Void> go = new CompletableFuture<>();
        TestUpstream.Script script = wire -> {
            wire.head();
            go.join();
            wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n");
            wire.send(wire.rest() + "bye");
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(UPGRADE);
            client.endOutput();
            assertThat(client.head()).startsWith("HTTP/1.1 100 Continue\r\n");
            go.complete(null);
            assertThat(client.rest()).contains("HTTP/1.1 101 ").endsWith("\r\n\r\nbye");
            gateway.awaitNoLease();
        }
    }

    @Test
    void aWorkerThatHangsUpEndsTheTunnelAfterItsLastBytes() throws IOException {
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n");
            wire.send("x".repeat(100_000));
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(UPGRADE);
            client.head();
            assertThat(client.rest()).hasSize(100_000);
            gateway.awaitNoLease();
        }
    }

    @Test
    void aRefusedUpgradePassesItsStatusHeadersAndBody() throws IOException {
        TestUpstream.Script script = wire -> {
            while (true) {
                wire.head();
                wire.send("HTTP/1.1 403 Forbidden\r\nX-Why: no\r\nContent-Length: 5\r\n\r\nnever");
            }
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            assertThat(client.send(UPGRADE).message())
                    .startsWith("HTTP/1.1 403 Forbidden\r\nX-Why: no\r\n")
                    .endsWith("\r\n\r\nnever");
            assertThat(client.send(UPGRADE).message()).startsWith("HTTP/1.1 403 Forbidden\r\n");
        }
    }

    @Test
    void aRequestBehindAnUpgradeThatWasNotAnswered101IsNeverSent() throws IOException {
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            wire.read();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client =
                    gateway.connect().send(UPGRADE + "GET /smuggled HTTP/1.1\r\nHost: dev--open.localhost\r\n\r\n");
            assertThat(client.rest()).contains("Connection: close\r\n").endsWith("\r\n\r\nok");
            assertThat(gateway.pools.granted).hasValue(1);
        }
    }

    @Test
    void bytesBehindAnUpgradeBeforeThe101CloseBothSides() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(ECHO);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(UPGRADE + "too early");
            assertThat(client.rest()).startsWith("HTTP/1.1 400 Bad Request\r\n");
            await().atMost(Duration.ofSeconds(1)).until(() -> upstream.ended.get() == 1);
        }
    }

    @Test
    void anUpgradeWithoutTheConnectionOptionDoesNotPass() throws IOException {
        CompletableFuture<String> seen = new CompletableFuture<>();
        TestUpstream.Script script = wire -> {
            seen.complete(wire.head());
            wire.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\n\r\n");
            wire.read();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(UPGRADE.replace("keep-alive, Upgrade", "keep-alive"));
            assertThat(client.message()).startsWith("HTTP/1.1 502 Bad Gateway\r\n");
            assertThat(seen.join()).doesNotContain("Upgrade");
        }
    }

    @Test
    void aStopEndsTheCallersHalfOfAnyOtherTunnel() throws Exception {
        try (TestUpstream upstream = TestUpstream.unix(ECHO);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(UPGRADE);
            client.head();
            assertThat(client.text(5)).isEqualTo("first");
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> gateway.stop(Duration.ofSeconds(60)));
            assertThat(client.rest()).isEqualTo("bye");
            client.close();
            stopped.get(10, TimeUnit.SECONDS);
        }
    }
}
