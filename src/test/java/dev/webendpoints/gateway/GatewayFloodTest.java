package dev.webendpoints.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.netty.handler.codec.http2.Http2Error;

import static dev.webendpoints.gateway.Frames.CONTINUATION;
import static dev.webendpoints.gateway.Frames.DATA;
import static dev.webendpoints.gateway.Frames.END_HEADERS;
import static dev.webendpoints.gateway.Frames.END_STREAM;
import static dev.webendpoints.gateway.Frames.GOAWAY;
import static dev.webendpoints.gateway.Frames.HEADERS;
import static dev.webendpoints.gateway.Frames.PING;
import static dev.webendpoints.gateway.Frames.PRIORITY;
import static dev.webendpoints.gateway.Frames.RST_STREAM;
import static dev.webendpoints.gateway.Frames.SETTINGS;
import static dev.webendpoints.gateway.Frames.WINDOW_UPDATE;
import static dev.webendpoints.gateway.Frames.bytes;
import static dev.webendpoints.gateway.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

/** HTTP/2 frames that are cheap for the client but expensive for the gateway, and frames that must be harmless. */
@Timeout(60)
@Tag("slow")
@Tag("long")
class GatewayFloodTest {

    /** Connections that flood, one after another. */
    private static final int FLOODS = 4;

    /** The minimum number of requests of another client that succeed meanwhile. */
    private static final int SERVED = 50;

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String CANCEL = bytes(8);

    @TempDir
    static Path directory;

    private static TestCertificate certificate;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.in(directory, "flood");
    }

    /**
     * Each flood continues for several hundred thousand bytes after the frame that exceeds the limit, so that a
     * connection closed immediately would be reset, and the GOAWAY lost.
     */
    enum Flood {
        CONTINUATIONS(
                Http2Error.ENHANCE_YOUR_CALM, start(HEADERS, 0), 40_000, i -> frame(CONTINUATION, 0, 1, "\u0082")),
        EMPTY_CONTINUATIONS(
                Http2Error.ENHANCE_YOUR_CALM, start(HEADERS, 0), 40_000, i -> frame(CONTINUATION, 0, 1, "")),
        LONG_CONTINUATIONS(
                Http2Error.PROTOCOL_ERROR,
                start(HEADERS, 0),
                30,
                i -> frame(CONTINUATION, 0, 1, "\u0082".repeat(16_000))),
        RAPID_RESETS(
                Http2Error.ENHANCE_YOUR_CALM,
                "",
                10_000,
                i -> frame(HEADERS, END_STREAM | END_HEADERS, 2 * i + 1, Frames.GET)
                        + frame(RST_STREAM, 0, 2 * i + 1, CANCEL)),
        /** The client causes resets by the gateway: a window update of zero (CVE-2025-8671). */
        RESETS_OF_OURS(
                Http2Error.ENHANCE_YOUR_CALM,
                "",
                10_000,
                i -> frame(HEADERS, END_HEADERS, 2 * i + 1, Frames.POST)
                        + frame(WINDOW_UPDATE, 0, 2 * i + 1, bytes(0))),
        SETTINGS_FRAMES(Http2Error.ENHANCE_YOUR_CALM, "", 40_000, i -> frame(SETTINGS, 0, 0, "")),
        PRIORITIES(Http2Error.ENHANCE_YOUR_CALM, "", 30_000, i -> frame(PRIORITY, 0, 1, bytes(0) + "\u0010")),
        WINDOW_UPDATES(Http2Error.ENHANCE_YOUR_CALM, "", 30_000, i -> frame(WINDOW_UPDATE, 0, 0, bytes(1))),
        WINDOW_UPDATES_OF_ENDED_STREAMS(
                Http2Error.ENHANCE_YOUR_CALM,
                frame(HEADERS, END_STREAM | END_HEADERS, 1, Frames.GET) + frame(RST_STREAM, 0, 1, CANCEL),
                30_000,
                i -> frame(WINDOW_UPDATE, 0, 1, bytes(1))),
        UNKNOWN_FRAMES(Http2Error.ENHANCE_YOUR_CALM, "", 40_000, i -> frame(200, 0, 0, "")),
        PINGS(Http2Error.ENHANCE_YOUR_CALM, "", 30_000, i -> frame(PING, 0, 0, "12345678")),
        EMPTY_DATA(Http2Error.ENHANCE_YOUR_CALM, start(HEADERS, END_HEADERS), 40_000, i -> frame(DATA, 0, 1, ""));

        private final int code;
        private final String bytes;

        Flood(Http2Error error, String start, int count, IntFunction<String> frame) {
            code = (int) error.code();
            bytes = Frames.PREFACE
                    + frame(SETTINGS, 0, 0, "")
                    + start
                    + IntStream.range(0, count).mapToObj(frame).collect(Collectors.joining());
        }

        private static String start(int type, int flags) {
            return frame(type, flags, 1, Frames.POST);
        }
    }

    private static void answerOk(Wire wire) throws IOException {
        while (true) {
            wire.head();
            wire.send(OK);
        }
    }

    /** Returns the error with which the connection ends. */
    private static int flood(TestGateway gateway, Flood flood) {
        try (Wire client = gateway.connect()) {
            client.send(flood.bytes);
            return Frames.next(client, GOAWAY).errorCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFloodEndsWithAGoawayAndOthersAreServed(Flood flood) throws Exception {
        // Given
        try (TestUpstream upstream = TestUpstream.unix(GatewayFloodTest::answerOk);
                TestGateway gateway = new TestGateway().before(upstream);
                H2 other = new H2(gateway.port())) {
            // When
            CompletableFuture<List<Integer>> floods = CompletableFuture.supplyAsync(() -> IntStream.range(0, FLOODS)
                    .mapToObj(i -> flood(gateway, flood))
                    .toList());
            for (int served = 0; served < SERVED || !floods.isDone(); served++) {
                H2.Stream stream = other.request("GET", Http2Fixture.HOST, "/", true);
                assertThat(stream.head().status()).asString().isEqualTo("200");
                assertThat(stream.body()).isEqualTo("ok");
            }
            // Then
            assertThat(floods.get(1, TimeUnit.SECONDS)).hasSize(FLOODS).containsOnly(flood.code);
            gateway.awaitNoLease();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFloodOverTlsEndsWithAGoawayToo(Flood flood) throws Exception {
        // Given
        CertificateReloader certificates = new CertificateReloader(certificate.chain(), certificate.key());
        try (TestUpstream upstream = TestUpstream.unix(GatewayFloodTest::answerOk);
                TestGateway gateway = new TestGateway(
                                new ListenAddress("127.0.0.1", 0, 0, 100, Optional.of(certificates)))
                        .before(upstream);
                Wire client = new Wire(new TlsChannel(certificate.connect(gateway.tlsPort(), "h2")))) {
            // When
            client.send(flood.bytes);
            // Then
            assertThat(Frames.next(client, GOAWAY).errorCode()).isEqualTo(flood.code);
            gateway.awaitNoLease();
        }
    }

    @Test
    void aFloodOfPingsWhoseAnswersNobodyReadsEndsToo() throws Exception {
        // Given
        try (TestGateway gateway = new TestGateway();
                Wire client = gateway.connect()) {
            client.send(Frames.PREFACE + frame(SETTINGS, 0, 0, ""));
            String pings = frame(PING, 0, 0, "12345678").repeat(1000);
            // When
            boolean ended = false;
            for (int i = 0; i < 1000 && !ended; i++) {
                ended = !isTaken(client, pings);
            }
            // Then
            assertThat(ended).as("ended by the gateway").isTrue();
        }
    }

    private static boolean isTaken(Wire client, String bytes) {
        try {
            client.send(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** RFC 9113 §5.5: even frames on stream 0, which browsers send to keep servers tolerant of unknown types. */
    @ParameterizedTest
    @EnumSource
    void framesOfUnknownTypesAreIgnored(Unknown unknown) throws Exception {
        // Given
        try (TestUpstream upstream = TestUpstream.unix(GatewayFloodTest::answerOk);
                TestGateway gateway = new TestGateway().before(upstream);
                Wire client = gateway.connect()) {
            // When
            client.send(Frames.PREFACE
                    + frame(SETTINGS, 0, 0, "")
                    + frame(HEADERS, END_HEADERS, 1, Frames.POST)
                    + frame(200, 0, unknown.stream, "unknown")
                    + frame(DATA, END_STREAM, 1, "hello"));
            // Then
            assertThat(Frames.next(client, DATA).payload()).isEqualTo("ok");
        }
    }

    enum Unknown {
        OF_THE_CONNECTION(0),
        OF_A_STREAM(1);

        private final int stream;

        Unknown(int stream) {
            this.stream = stream;
        }
    }
}
