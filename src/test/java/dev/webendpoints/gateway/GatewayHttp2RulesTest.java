package dev.webendpoints.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import dev.webendpoints.gateway.http1.CallIdField;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;

import static dev.webendpoints.gateway.Frames.DATA;
import static dev.webendpoints.gateway.Frames.END_HEADERS;
import static dev.webendpoints.gateway.Frames.END_STREAM;
import static dev.webendpoints.gateway.Frames.GOAWAY;
import static dev.webendpoints.gateway.Frames.HEADERS;
import static dev.webendpoints.gateway.Frames.RST_STREAM;
import static dev.webendpoints.gateway.Frames.SETTINGS;
import static dev.webendpoints.gateway.Frames.bytes;
import static dev.webendpoints.gateway.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules of RFC 9113 that Netty's codec enforces less strictly than required: h2spec's http2/5.1/6, 5.1/12, 5.1.1/2 and
 * 3.5/2; and the allowed pseudo-header fields.
 */
@Timeout(30)
class GatewayHttp2RulesTest extends Http2Fixture {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final int GET = END_STREAM | END_HEADERS;

    @TempDir
    static Path directory;

    private static TestCertificate certificate;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.in(directory, "rules");
    }

    private void beforeOk() throws IOException {
        before(wire -> {
            while (true) {
                wire.head();
                wire.send(OK);
            }
        });
    }

    /** HEADERS where none are allowed. */
    enum WrongHeaders {
        ON_A_STREAM_THAT_THE_CALLER_HAS_ENDED(Http2Error.STREAM_CLOSED, 1, GET, ""),
        ON_A_STREAM_WHOSE_BODY_HAS_ENDED(Http2Error.STREAM_CLOSED, 1, END_HEADERS, frame(DATA, END_STREAM, 1, "a")),
        ON_A_STREAM_THAT_THE_CALLER_HAS_RESET(
                Http2Error.STREAM_CLOSED, 1, END_HEADERS, frame(RST_STREAM, 0, 1, bytes(8))),
        WITH_A_NUMBER_THAT_WAS_PASSED_OVER(Http2Error.PROTOCOL_ERROR, 5, GET, "");

        private final int code;
        private final String before;

        WrongHeaders(Http2Error error, int stream, int flags, String then) {
            code = (int) error.code();
            before = Frames.PREFACE
                    + frame(SETTINGS, 0, 0, "")
                    + frame(HEADERS, flags, stream, flags == GET ? Frames.GET : Frames.POST)
                    + then;
        }

        private String again() {
            return frame(HEADERS, GET, this == WITH_A_NUMBER_THAT_WAS_PASSED_OVER ? 3 : 1, Frames.GET);
        }
    }

    @ParameterizedTest
    @EnumSource
    void headersOnAStreamThatHasEndedEndTheConnection(WrongHeaders wrong) throws IOException {
        // Given
        beforeOk();
        Wire client = gateway.connect();
        // When
        client.send(wrong.before + wrong.again());
        // Then
        assertThat(Frames.next(client, GOAWAY).errorCode()).isEqualTo(wrong.code);
        gateway.awaitNoLease();
    }

    @Test
    void headersOnAStreamThatIsClosedEndTheConnection() throws IOException {
        // Given
        beforeOk();
        Wire client = gateway.connect();
        client.send(Frames.PREFACE + frame(SETTINGS, 0, 0, "") + frame(HEADERS, GET, 1, Frames.GET));
        assertThat(Frames.next(client, DATA).payload()).isEqualTo("ok");
        // When
        client.send(frame(HEADERS, GET, 1, Frames.GET));
        // Then
        assertThat(Frames.next(client, GOAWAY).errorCode()).isEqualTo((int) Http2Error.STREAM_CLOSED.code());
    }

    /** They were in flight when the gateway's response ended the stream, so they are no violation. */
    @Test
    void trailersBehindAnEarlyAnswerDoNotEndTheConnection() throws IOException {
        // Given
        beforeOk();
        Wire client = gateway.connect();
        client.send(Frames.PREFACE + frame(SETTINGS, 0, 0, "") + frame(HEADERS, END_HEADERS, 1, Frames.POST));
        assertThat(Frames.next(client, DATA).payload()).isEqualTo("ok");
        Frames.next(client, RST_STREAM);
        // When
        client.send(frame(HEADERS, GET, 1, "\u0040\u0001a\u0001b") + frame(HEADERS, GET, 3, Frames.GET));
        // Then
        assertThat(Frames.next(client, DATA).stream()).isEqualTo(3);
    }

    @Test
    void aPrefaceThatIsNoneEndsTheConnection() throws IOException {
        assertThat(gateway.connect().send("INVALID CONNECTION PREFACE\r\n\r\n").rest())
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .contains("connection: close\r\n");
    }

    @Test
    void aPrefaceThatIsNoneEndsTheConnectionUnderTlsWithAGoaway() throws Exception {
        CertificateReloader certificates = new CertificateReloader(certificate.chain(), certificate.key());
        try (TestGateway tls = new TestGateway(new ListenAddress("127.0.0.1", 0, 0, 100, Optional.of(certificates)));
                Wire client = new Wire(new TlsChannel(certificate.connect(tls.tlsPort(), "h2")))) {
            // When
            client.send("INVALID CONNECTION PREFACE\r\n\r\n");
            // Then
            assertThat(Frames.next(client, GOAWAY).errorCode()).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
        }
    }

    @ParameterizedTest
    @CsvSource({"ftp", "httpx", "http://dev--closed.localhost/?"})
    void aSchemeThatIsNotHttpIsRefused(String scheme) throws IOException {
        // Given
        beforeOk();
        // When
        H2.Stream stream = h2.open()
                .headers(
                        new DefaultHttp2Headers(false)
                                .method("GET")
                                .scheme(scheme)
                                .authority(HOST)
                                .path("/"),
                        true);
        // Then
        assertThat(stream.head().status()).asString().isEqualTo("400");
        assertThat(gateway.pools.granted).hasValue(0);
    }

    @Test
    void aProtocolWithoutConnectIsRefused() throws IOException {
        // Given
        beforeOk();
        // When
        H2.Stream stream = h2.request("GET", HOST, "/", true, ":protocol", "websocket");
        // Then
        assertThat(stream.head().status()).asString().isEqualTo("400");
        assertThat(gateway.pools.granted).hasValue(0);
    }

    @Test
    void whatCallersClaimAboutThemselvesStaysHere() throws IOException {
        // Given
        before(wire -> {
            seen.add(wire.head());
            wire.send(OK);
        });
        // When
        h2.request(
                        "GET",
                        HOST,
                        "/",
                        true,
                        "true-client-ip",
                        "1.2.3.4",
                        "cf-connecting-ip",
                        "1.2.3.4",
                        "x-client-ip",
                        "1.2.3.4",
                        "proxy",
                        "http://b",
                        "x-original-url",
                        "/admin",
                        "x-rewrite-url",
                        "/admin",
                        "x_original_url",
                        "/admin")
                .head();
        // Then
        assertThat(CallIdField.removedFrom(H2.next(seen)))
                .isEqualTo("GET / HTTP/1.1\r\nhost: " + HOST + "\r\nX-Forwarded-For: 127.0.0.1\r\n"
                        + "X-Forwarded-Proto: http\r\nX-Forwarded-Host: " + HOST + "\r\n\r\n");
    }
}
