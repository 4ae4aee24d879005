package dev.webendpoints.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.webendpoints.gateway.relay.exchange.WorkerLimits;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Workers in their own network: their connections are passed as descriptors, and then behave like all others. */
@Timeout(30)
@Tag("slow")
class GatewayDialTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: dev--open.localhost\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final int MEGABYTE = 1 << 20;

    @BeforeEach
    void requireEpoll() {
        assumeTrue(Epoll.isAvailable());
    }

    @Test
    void aRequestGoesOverAConnectionThatIsHandedOver() throws IOException {
        try (TestUpstream upstream = TestUpstream.tcp(GatewayDialTest::answer);
                TestDialer dialer = TestDialer.to(upstream);
                TestGateway gateway = before(dialer)) {
            Wire client = gateway.connect().send(GET);

            assertThat(client.message()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nok");
            assertThat(dialer.requests)
                    .containsExactly("127.0.0.1 " + dialer.address().port().getPort() + "\n");
        }
    }

    @Test
    void itIsKeptForTheNextRequest() throws IOException {
        try (TestUpstream upstream = TestUpstream.tcp(GatewayDialTest::answer);
                TestDialer dialer = TestDialer.to(upstream);
                TestGateway gateway = before(dialer)) {
            Wire client = gateway.connect();
            client.send(GET).message();

            assertThat(client.send(GET).message()).endsWith("\r\n\r\nok");
            assertThat(upstream.accepted).hasValue(1);
        }
    }

    @Test
    void aLongBodyIsWholeBothWays() throws IOException {
        try (TestUpstream upstream = TestUpstream.tcp(GatewayDialTest::echo);
                TestDialer dialer = TestDialer.to(upstream);
                TestGateway gateway = before(dialer)) {
            Wire client = gateway.connect();
            client.send("POST / HTTP/1.1\r\nHost: dev--open.localhost\r\nContent-Length: " + MEGABYTE + "\r\n\r\n");
            byte[] sent = new byte[MEGABYTE];
            for (int i = 0; i < sent.length; i++) {
                sent[i] = (byte) (i % 251);
            }
            client.send(sent);
            client.head();

            assertThat(client.bytes(MEGABYTE)).isEqualTo(sent);
        }
    }

    @Test
    void bytesPassBothWaysAfterA101() throws IOException {
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n");
            wire.send(wire.rest() + " bye");
        };
        try (TestUpstream upstream = TestUpstream.tcp(script);
                TestDialer dialer = TestDialer.to(upstream);
                TestGateway gateway = before(dialer)) {
            Wire client = gateway.connect()
                    .send(
                            "GET /ws HTTP/1.1\r\nHost: dev--open.localhost\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
            client.head();
            client.send("hello").endOutput();

            assertThat(client.rest()).isEqualTo("hello bye");
        }
    }

    @Test
    void aPortThatRefusesIsA502() throws IOException {
        try (TestDialer dialer = TestDialer.answering(ChannelHandlerContext::close);
                TestGateway gateway = before(dialer)) {
            Wire client = gateway.connect().send(GET);

            assertThat(client.message())
                    .startsWith("HTTP/1.1 502 ")
                    .contains("the function's worker does not accept connections");
        }
    }

    @Test
    void aDialThatIsNotAnsweredEndsInTime() throws IOException {
        WorkerLimits impatient =
                new WorkerLimits(Duration.ofMillis(300), Duration.ofSeconds(150), Duration.ofSeconds(4), 16);
        try (TestDialer dialer = TestDialer.answering(asked -> {});
                TestGateway gateway = new TestGateway(TestGateway.CLIENTS, impatient, Duration.ofSeconds(300))) {
            gateway.pools.address = dialer.address();

            assertThat(gateway.connect().send(GET).message()).startsWith("HTTP/1.1 502 ");
        }
    }

    @Test
    void aDialerThatIsGoneIsA502() throws IOException {
        try (TestDialer dialer = TestDialer.answering(asked -> {});
                TestGateway gateway = before(dialer)) {
            dialer.close();

            assertThat(gateway.connect().send(GET).message()).startsWith("HTTP/1.1 502 ");
        }
    }

    /** None of the descriptors leaks, and no request waits for them. */
    @Test
    void descriptorsThatAreNoConnectionsAreClosed() throws IOException {
        Path file = Files.createTempFile("not-a", "connection");
        TestDialer.Responder files = asked -> {
            FileDescriptor opened = FileDescriptor.from(file.toFile());
            asked.write(opened);
            asked.writeAndFlush(opened).addListener(sent -> {
                opened.close();
                asked.close();
            });
        };
        try (TestDialer dialer = TestDialer.answering(files);
                TestGateway gateway = before(dialer)) {
            Wire client = gateway.connect().send(GET);

            assertThat(client.message()).startsWith("HTTP/1.1 502 ");
            await().untilAsserted(() -> assertThat(openedHere(file)).isZero());
        } finally {
            Files.delete(file);
        }
    }

    private static TestGateway before(TestDialer dialer) {
        TestGateway gateway = new TestGateway();
        gateway.pools.address = dialer.address();
        return gateway;
    }

    private static void answer(Wire wire) throws IOException {
        while (true) {
            wire.head();
            wire.send(OK);
        }
    }

    private static void echo(Wire wire) throws IOException {
        wire.head();
        byte[] body = wire.bytes(MEGABYTE);
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + MEGABYTE + "\r\n\r\n");
        wire.send(body);
    }

    private static long openedHere(Path file) throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(descriptor -> {
                        try {
                            return Files.readSymbolicLink(descriptor).equals(file);
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        }
    }
}
