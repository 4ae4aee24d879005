package dev.webendpoints.gateway;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.webendpoints.gateway.http1.CallIdField;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests and responses over real sockets. */
@Timeout(30)
class GatewayRequestTest {

    enum Upstream {
        UNIX,
        TCP
    }

    private static final String GET = "GET /a%2Fb;x?q=1;2 HTTP/1.1\r\nHost: dev--open.localhost:8090\r\n\r\n";

    private final List<String> seen = new CopyOnWriteArrayList<>();

    private static TestUpstream upstream(Upstream kind, TestUpstream.Script script) throws IOException {
        return kind == Upstream.UNIX ? TestUpstream.unix(script) : TestUpstream.tcp(script);
    }

    /** Responds to every request with its own head and body. */
    private TestUpstream.Script answering(String answer) {
        return wire -> {
            while (true) {
                seen.add(wire.message());
                wire.send(answer);
            }
        };
    }

    private static String withoutCallId(String head) {
        return head.replaceAll("modal-function-call-id: fc-[0-9A-Za-z]{22}\r\n", "");
    }

    @ParameterizedTest
    @EnumSource
    void getsAreRelayedOverOneConnectionEach(Upstream kind) throws IOException {
        try (TestUpstream upstream = upstream(kind, answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi"));
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            for (int i = 0; i < 5; i++) {
                assertThat(withoutCallId(client.send(GET).message()))
                        .isEqualTo("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi");
            }
            assertThat(upstream.accepted).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCountedBodyArrivesWithItsHead(Upstream kind) throws IOException {
        try (TestUpstream upstream = upstream(kind, answering("HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n"));
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            for (int i = 0; i < 2; i++) {
                client.send("POST / HTTP/1.1\r\nHost: dev--open.localhost\r\nContent-Length: 5\r\n\r\nhello")
                        .message();
            }
            assertThat(seen).hasSize(2).allMatch(message -> message.endsWith("\r\n\r\nhello"));
        }
    }

    @Test
    void chunksPassVerbatimAndTrailersAreFiltered() throws IOException {
        TestUpstream.Script script = wire -> {
            seen.add(wire.head());
            seen.add(wire.text("5;x=1\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n".length()));
            wire.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
                    + "3\r\nabc\r\n0\r\nContent-Length: 9\r\nX-Sum: 2\r\n\r\n");
            wire.read();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            client.send("POST / HTTP/1.1\r\nHost: dev--open.localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "5;x=1\r\nhello\r\n0\r\nX-Sum: 1\r\nHost: evil\r\n\r\n");
            client.head();
            assertThat(client.text("3\r\nabc\r\n0\r\nX-Sum: 2\r\n\r\n".length()))
                    .isEqualTo("3\r\nabc\r\n0\r\nX-Sum: 2\r\n\r\n");
            assertThat(seen.get(1)).isEqualTo("5;x=1\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n");
        }
    }

    @Test
    void aRequestThatDripsInByteByByteIsTheSame() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n";
        TestUpstream.Script script = wire -> {
            seen.add(wire.head() + wire.text("3\r\nabc\r\n0\r\n\r\n".length()));
            for (char c : answer.toCharArray()) {
                wire.send(String.valueOf(c));
            }
            wire.read();
        };
        try (TestUpstream upstream = TestUpstream.tcp(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            String request = "POST /x HTTP/1.1\r\nHost: dev--open.localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nabc\r\n0\r\n\r\n";
            for (char c : request.toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertThat(withoutCallId(client.head()) + client.text(12)).isEqualTo(answer);
            assertThat(seen.get(0)).startsWith("POST /x HTTP/1.1\r\n").endsWith("3\r\nabc\r\n0\r\n\r\n");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredOneAfterAnother() throws IOException {
        TestUpstream.Script script = wire -> {
            while (true) {
                String target = wire.head().split(" ")[1];
                wire.send("HTTP/1.1 200 OK\r\ncontent-length: " + target.length() + "\r\n\r\n" + target);
            }
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                String host = i % 7 == 3 ? "nobody" : "dev--open";
                requests.append("GET /" + i + " HTTP/1.1\r\nHost: " + host + ".localhost\r\n\r\n");
            }
            client.send(requests.toString());
            for (int i = 0; i < 50; i++) {
                String expected = i % 7 == 3 ? "modal-http: invalid function call" : "/" + i;
                assertThat(client.message()).endsWith("\r\n\r\n" + expected);
            }
        }
    }

    @Test
    void pipelinedRequestsBeforeAHalfCloseAreAllAnswered() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi"));
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(GET.repeat(3));
            client.endOutput();
            // With the end of the head: a random call id may contain the body.
            assertThat(client.rest().split("\r\n\r\nhi", -1)).hasSize(4);
        }
    }

    @Test
    void aCallerThatEndsItsHalfStillGetsItsAnswer() throws IOException {
        TestUpstream.Script script = wire -> {
            wire.head();
            pause(700);
            wire.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi");
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(GET);
            client.endOutput();
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 100 Continue\r\n\r\n")
                    .endsWith("\r\n\r\nhi");
        }
    }

    /** Simulates a slow worker; the test does not synchronize on it. */
    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aCallerOfHttp10GetsABodyThatTheConnectionDelimits() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        try (TestUpstream upstream = TestUpstream.unix(answering(answer));
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            client.send("GET / HTTP/1.0\r\nHost: dev--open.localhost\r\nConnection: keep-alive\r\n\r\n");
            assertThat(withoutCallId(client.rest())).isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcde");
            assertThat(seen.get(0)).startsWith("GET / HTTP/1.1\r\n");
        }
    }

    @Test
    void anAnswerWithoutFramingEndsWithTheConnection() throws IOException {
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 200 OK\r\n\r\nuntil the end");
        };
        try (TestUpstream upstream = TestUpstream.tcp(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            assertThat(withoutCallId(gateway.connect().send(GET).rest()))
                    .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end");
        }
    }

    @Test
    void expectContinuePassesEndToEnd() throws IOException {
        TestUpstream.Script script = wire -> {
            seen.add(wire.head());
            wire.send("HTTP/1.1 100 Continue\r\n\r\n");
            seen.add(wire.text(4));
            wire.send("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
            wire.read();
        };
        try (TestUpstream upstream = TestUpstream.unix(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            client.send("PUT / HTTP/1.1\r\nHost: dev--open.localhost\r\nContent-Length: 4\r\n"
                    + "Expect: 100-continue\r\n\r\n");
            assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(client.send("body").message()).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(seen.get(0)).contains("Expect: 100-continue\r\n");
        }
    }

    @Test
    void anEarlyAnswerIsRelayedAndTheConnectionEnds() throws IOException {
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\n\r\nno");
            wire.rest();
        };
        try (TestUpstream upstream = TestUpstream.tcp(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            client.send("POST / HTTP/1.1\r\nHost: dev--open.localhost\r\nContent-Length: 100000\r\n\r\nstart");
            assertThat(client.rest()).contains("Connection: close\r\n").endsWith("\r\n\r\nno");
            gateway.awaitNoLease();
        }
    }

    @Test
    void headersOfThisHopAndCredentialsStayHere() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(answering("HTTP/1.1 200 OK\r\nconnection: x-hop\r\n"
                        + "keep-alive: timeout=5\r\nx-hop: 1\r\nx-end: 1\r\ncontent-length: 0\r\n\r\n"));
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            client.send(
                    "GET / HTTP/1.1\r\nHost: dev--open.localhost\r\nConnection: keep-alive, X-Forwarded-Host, X-Hop\r\n"
                            + "X-Hop: 1\r\nModal-Key: wk-1\r\nModal_Secret: ws-1\r\nX-Forwarded-For: 6.6.6.6\r\n"
                            + "X_Forwarded_For: 6.6.6.6\r\nTE: gzip\r\nX-End: 1\r\n\r\n");
            assertThat(withoutCallId(client.head()))
                    .isEqualTo("HTTP/1.1 200 OK\r\nx-end: 1\r\ncontent-length: 0\r\n\r\n");
            assertThat(CallIdField.removedFrom(seen.get(0)))
                    .isEqualTo("GET / HTTP/1.1\r\nHost: dev--open.localhost\r\nX-End: 1\r\n"
                            + "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n"
                            + "X-Forwarded-Host: dev--open.localhost\r\n\r\n");
        }
    }

    static Stream<String> spellings() {
        return Stream.of("Dev--Open.LocalHost", "dev--open.localhost.", "dev--open.localhost.:8090");
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void everySpellingOfTheHostIsTheSameRoute(String host) throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"));
                TestGateway gateway = new TestGateway().before(upstream)) {
            assertThat(gateway.connect()
                            .send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                            .message())
                    .startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    /** RFC 9112 §2.2: some clients send one after a body. */
    @Test
    void anEmptyLineBeforeARequestIsIgnored() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(wire -> {
                    while (true) {
                        seen.add(wire.message());
                        wire.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi");
                    }
                });
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect()
                    .send("\r\nPOST / HTTP/1.1\r\nHost: dev--open.localhost\r\nContent-Length: 1\r\n\r\na\r\n" + GET);
            assertThat(client.message()).endsWith("hi");
            assertThat(client.message()).endsWith("hi");
            assertThat(seen.get(0)).startsWith("POST / HTTP/1.1\r\n").endsWith("\r\n\r\na");
            assertThat(seen.get(1)).startsWith("GET /a%2Fb;x?q=1;2 HTTP/1.1\r\n");
        }
    }
}
