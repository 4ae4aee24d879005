package dev.webendpoints.gateway;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All forms of requests that must be rejected, over a socket: checks the status, the end of the connection, that no
 * worker is started and nothing forwarded. Malformed chunks follow a valid head: for these a worker may be requested,
 * and it never receives a complete request.
 */
@Timeout(30)
@Tag("slow")
class RefusedFormsTest {

    private static final String HOST = "Host: dev--open.localhost\r\n";
    private static final String GET = "GET / HTTP/1.1\r\n" + HOST;
    private static final String POST = "POST / HTTP/1.1\r\n" + HOST;
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    private static Arguments form(int status, String name, String request) {
        return Arguments.of(status, name, request);
    }

    private static Stream<Arguments> framing() {
        return Stream.of(
                form(400, "length and encoding", POST + "Content-Length: 5\r\n" + CHUNKED + "\r\n0\r\n\r\n"),
                form(400, "encoding and length", POST + CHUNKED + "Content-Length: 5\r\n\r\n0\r\n\r\n"),
                form(400, "encoding on HTTP/1.0", "POST / HTTP/1.0\r\n" + HOST + CHUNKED + "\r\n0\r\n\r\n"),
                form(400, "encoding twice", POST + CHUNKED + CHUNKED + "\r\n0\r\n\r\n"),
                form(400, "encoding list", POST + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
                form(400, "encoding gzip, chunked", POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                form(400, "encoding not chunked at last", POST + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"),
                form(400, "encoding identity", POST + "Transfer-Encoding: identity\r\n\r\n"),
                form(400, "encoding empty", POST + "Transfer-Encoding:\r\n\r\n"),
                form(400, "encoding behind a control byte", POST + "Transfer-Encoding: \u000bchunked\r\n\r\n"),
                form(400, "length twice", POST + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na"),
                form(400, "length twice, different", POST + "Content-Length: 1\r\nContent-Length: 2\r\n\r\na"),
                form(400, "length list", POST + "Content-Length: 1, 1\r\n\r\na"),
                form(400, "length signed", POST + "Content-Length: +1\r\n\r\na"),
                form(400, "length negative", POST + "Content-Length: -1\r\n\r\na"),
                form(400, "length with _", POST + "Content-Length: 1_0\r\n\r\na"),
                form(400, "length empty", POST + "Content-Length:\r\n\r\na"),
                form(400, "length hexadecimal", POST + "Content-Length: 0x1\r\n\r\na"),
                form(400, "length huge", POST + "Content-Length: 99999999999999999999\r\n\r\na"),
                form(413, "length past the bound", POST + "Content-Length: 4294967297\r\n\r\n"));
    }

    private static Stream<Arguments> hosts() {
        return Stream.of(
                form(400, "no host", "GET / HTTP/1.1\r\n\r\n"),
                form(400, "no host on HTTP/1.0", "GET / HTTP/1.0\r\n\r\n"),
                form(400, "host twice", GET + HOST + "\r\n"),
                form(400, "host empty", "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
                form(400, "host blank", "GET / HTTP/1.1\r\nHost: \t\r\n\r\n"),
                form(400, "host list", "GET / HTTP/1.1\r\nHost: dev--open.localhost, b\r\n\r\n"),
                form(400, "host with userinfo", "GET / HTTP/1.1\r\nHost: u@dev--open.localhost\r\n\r\n"),
                form(400, "host with a path", "GET / HTTP/1.1\r\nHost: dev--open.localhost/a\r\n\r\n"),
                form(400, "host with a bad port", "GET / HTTP/1.1\r\nHost: dev--open.localhost:8a\r\n\r\n"),
                form(421, "absolute target of another host", "GET http://b.localhost/ HTTP/1.1\r\n" + HOST + "\r\n"),
                form(
                        421,
                        "absolute target with userinfo",
                        "GET http://u@dev--open.localhost/ HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    private static Stream<Arguments> lines() {
        return Stream.of(
                form(400, "folded field", GET + "X: a\r\n b\r\n\r\n"),
                form(400, "folded field by a tab", GET + "X: a\r\n\tb\r\n\r\n"),
                form(400, "folded first field", "GET / HTTP/1.1\r\n " + HOST + "\r\n"),
                form(400, "empty name", GET + ": a\r\n\r\n"),
                form(400, "space before the colon", GET + "X : a\r\n\r\n"),
                form(400, "no colon", GET + "X\r\n\r\n"),
                form(400, "NUL in a value", GET + "X: a\u0000b\r\n\r\n"),
                form(400, "CR in a value", GET + "X: a\rb\r\n\r\n"),
                form(400, "LF in a value", GET + "X: a\nb: c\r\n\r\n"),
                form(400, "NUL in a name", GET + "X\u0000: a\r\n\r\n"),
                form(400, "head ended by LF", GET + "\n"),
                form(400, "NUL in the target", "GET /\u0000 HTTP/1.1\r\n" + HOST + "\r\n"),
                form(400, "CR in the target", "GET /\r HTTP/1.1\r\n" + HOST + "\r\n"),
                form(400, "LF in the target", "GET /\n HTTP/1.1\r\n" + HOST + "\r\n"),
                form(400, "non-ASCII target", "GET /\u00e4 HTTP/1.1\r\n" + HOST + "\r\n"),
                form(400, "CONNECT", "CONNECT dev--open.localhost:80 HTTP/1.1\r\n" + HOST + "\r\n"),
                form(400, "GET *", "GET * HTTP/1.1\r\n" + HOST + "\r\n"),
                form(400, "relative target", "GET a HTTP/1.1\r\n" + HOST + "\r\n"),
                form(400, "two empty lines before the request line", "\r\n\r\n" + GET + "\r\n"),
                form(400, "CR before the request line", "\r" + GET + "\r\n"),
                form(400, "LF before the request line", "\n" + GET + "\r\n"),
                form(505, "CR LF before the preface of HTTP/2", "\r\n" + Frames.PREFACE),
                form(400, "NUL before the request line", "\u0000" + GET + "\r\n"),
                form(400, "HTTP/0.9", "GET /\r\n"),
                form(505, "HTTP/1.2", "GET / HTTP/1.2\r\n" + HOST + "\r\n"),
                form(505, "HTTP/2.0 in a line", "GET / HTTP/2.0\r\n" + HOST + "\r\n"));
    }

    private static Stream<Arguments> bounds() {
        return Stream.of(
                form(414, "target past the bound", "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n" + HOST + "\r\n"),
                form(431, "head past the bound", GET + "X: " + "a".repeat(70_000) + "\r\n\r\n"),
                form(431, "fields past the bound", GET + "X: a\r\n".repeat(200) + "\r\n"));
    }

    static Stream<Arguments> heads() {
        return Stream.of(framing(), hosts(), lines(), bounds()).flatMap(forms -> forms);
    }

    static Stream<Arguments> chunks() {
        return Stream.of(
                form(400, "leading space", " 3\r\nabc\r\n"),
                form(400, "0x", "0x3\r\nabc\r\n"),
                form(400, "_", "1_0\r\nabc\r\n"),
                form(400, "signed", "+3\r\nabc\r\n"),
                form(400, "ended by CR", "3\rabc\r\n"),
                form(400, "ended by LF", "3\nabc\r\n"),
                form(400, "LF in an extension", "3;a\nb\r\nabc\r\n"),
                form(400, "data longer than its size", "3\r\nabcd\r\n"),
                form(413, "past the bound", "fffffffffffff\r\n"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("heads")
    void aHeadThatMustBeRefused(int status, String name, String request) throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(Wire::rest);
                TestGateway gateway = new TestGateway().before(upstream)) {
            assertThat(gateway.connect().send(request).rest())
                    .startsWith("HTTP/1.1 " + status + " ")
                    .contains("connection: close\r\n")
                    .contains("\r\n\r\nmodal-http: ")
                    .containsOnlyOnce("content-length: ");
            assertThat(gateway.pools.granted).hasValue(0);
            assertThat(upstream.accepted).hasValue(0);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("chunks")
    void aChunkThatMustBeRefused(int status, String name, String body) throws IOException {
        List<String> forwarded = new CopyOnWriteArrayList<>();
        try (TestUpstream upstream = TestUpstream.unix(wire -> forwarded.add(wire.rest()));
                TestGateway gateway = new TestGateway().before(upstream)) {
            assertThat(gateway.connect().send(POST + CHUNKED + "\r\n" + body).rest())
                    .startsWith("HTTP/1.1 " + status + " ")
                    .contains("connection: close\r\n");
            gateway.awaitNoLease();
            assertThat(forwarded).noneMatch(bytes -> bytes.endsWith("0\r\n\r\n"));
        }
    }
}
