package dev.webendpoints.gateway;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The worker dies, or breaks off its response, at every point of an exchange. */
@Timeout(30)
class GatewayBreakageTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: dev--open.localhost\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: dev--open.localhost\r\nContent-Length: 2\r\n\r\nhi";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final AtomicInteger requests = new AtomicInteger();

    /** Responds to the first request of a connection, and closes it when the second one arrives. */
    private void onceAConnection(Wire wire) throws IOException {
        wire.message();
        requests.incrementAndGet();
        wire.send(OK);
        wire.message();
        requests.incrementAndGet();
    }

    @Test
    void aGetOnAStaleConnectionIsSentAgainOnce() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::onceAConnection);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            client.send(GET).message();
            assertThat(client.send(GET).message()).endsWith("\r\n\r\nok");
            assertThat(upstream.accepted).hasValue(2);
        }
    }

    /** Some clients send this, for example Java's own. */
    @Test
    void aGetWithABodyOfNoBytesIsSentAgainToo() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::onceAConnection);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            client.send(GET).message();
            String empty = GET.replace("\r\n\r\n", "\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.send(empty).message()).endsWith("\r\n\r\nok");
        }
    }

    @Test
    void aPostOnAStaleConnectionIsNotSentAgain() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::onceAConnection);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            client.send(GET).message();
            assertThat(client.send(POST).message()).startsWith("HTTP/1.1 502 Bad Gateway\r\n");
            assertThat(requests).hasValue(2);
        }
    }

    @Test
    void aGetIsNotSentAgainOnceAByteOfItsAnswerCame() throws IOException {
        TestUpstream.Script script = wire -> {
            wire.message();
            wire.send(OK);
            wire.message();
            wire.send("HTTP/1.1 2");
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            client.send(GET).message();
            assertThat(client.send(GET).message()).startsWith("HTTP/1.1 502 Bad Gateway\r\n");
            assertThat(upstream.accepted).hasValue(1);
        }
    }

    @Test
    void aGetWhoseWorkerDiesIsSentToAnotherOnce() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(Wire::message);
                TestGateway gateway = new TestGateway().before(upstream)) {
            assertThat(gateway.connect().send(GET).message())
                    .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
                    .endsWith("modal-http: the function's worker ended the connection before it answered");
            assertThat(upstream.accepted).hasValue(2);
        }
    }

    @Test
    void anIdleConnectionThatTheWorkerClosedIsNotUsed() throws IOException {
        TestUpstream.Script script = wire -> {
            wire.message();
            wire.send(OK);
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            for (int i = 1; i <= 3; i++) {
                assertThat(client.send(GET).message()).endsWith("\r\n\r\nok");
                int answered = i;
                await().until(() -> upstream.ended.get() == answered);
            }
        }
    }

    @Test
    void aWorkerThatDoesNotAcceptIsReplacedOnce() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(wire -> {
                    wire.message();
                    wire.send(OK).message();
                });
                TestGateway gateway = new TestGateway().before(upstream)) {
            gateway.pools.address = UnixDomainSocketAddress.of("/nowhere/0.sock");
            gateway.pools.answer = waiter -> {
                waiter.onLease(gateway.pools.lease());
                gateway.pools.address = upstream.address();
            };
            assertThat(gateway.connect().send(POST).message()).endsWith("\r\n\r\nok");
            assertThat(gateway.pools.granted).hasValue(2);
        }
    }

    @Test
    void workersThatDoNotAcceptAre502() throws IOException {
        try (TestGateway gateway = new TestGateway()) {
            gateway.pools.address = UnixDomainSocketAddress.of("/nowhere/0.sock");
            assertThat(gateway.connect().send(GET).message())
                    .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
                    .endsWith("modal-http: the function's worker does not accept connections");
        }
    }

    @Test
    void chunksThatBreakForACallerOfHttp10ResetItsConnection() throws IOException {
        TestUpstream.Script script = wire -> {
            wire.message();
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(GET.replace("1.1", "1.0"));
            assertThatThrownBy(client::rest).isInstanceOf(IOException.class).hasMessageContaining("reset");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nX: a\r\n folded\r\n\r\n"
            })
    void anAnswerThatIsNotHttpIs502(String answer) throws IOException {
        TestUpstream.Script script = wire -> {
            wire.message();
            wire.send(answer);
            wire.read();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            assertThat(gateway.connect().send(GET).message())
                    .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
                    .contains("modal-http: the function's answer is not valid HTTP: ");
            await().until(() -> upstream.ended.get() == 1);
        }
    }

    @Test
    void aBodyThatBreaksBehindAHeadWrittenByItselfGetsNoSecondHead() throws IOException {
        TestUpstream.Script script = wire -> {
            wire.message();
            // Not enough room in front of the final head: the bytes of the interim response have not been consumed yet.
            wire.send("HTTP/1.1 103 A\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense");
            wire.read();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(GET);
            assertThat(client.head()).startsWith("HTTP/1.1 103 A\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void bytesBehindAnAnswerAreNeverAnybodysAnswer() throws IOException {
        TestUpstream.Script script = wire -> {
            wire.message();
            wire.send(OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
            wire.message();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            assertThat(client.send(GET).message()).endsWith("\r\n\r\nok");
            assertThat(client.send(GET).message()).endsWith("\r\n\r\nok");
        }
    }
}
