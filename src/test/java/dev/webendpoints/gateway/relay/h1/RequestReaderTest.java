package dev.webendpoints.gateway.relay.h1;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import dev.webendpoints.gateway.http1.HeadLimits;
import dev.webendpoints.gateway.http1.ParseError;
import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.http1.TrustedProxies;
import dev.webendpoints.gateway.relay.channel.HeadIntake;
import dev.webendpoints.gateway.relay.h1.RequestReader.Event;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import static org.assertj.core.api.Assertions.assertThat;

class RequestReaderTest {

    private static final HeadLimits LIMITS = new HeadLimits(64 * 1024, 16 * 1024, 128, 1024);
    private static final RemotePeer PEER = new RemotePeer("127.0.0.1", "http", TrustedProxies.NONE);

    private static final byte[] CALL_ID = "fc-1".getBytes(StandardCharsets.US_ASCII);

    private final RequestReader reader =
            new RequestReader(new HeadIntake.Shared<>(() -> new RequestHead(LIMITS)), LIMITS.maxBodyBytes());

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private Event read(ByteBuf buffer) {
        return reader.readHead(reader.head(), buffer);
    }

    /** Returns the run of a request whose head and first bytes are in one buffer; null if its body is malformed. */
    private RequestRun forward(ByteBuf buffer) {
        RequestHead head = reader.head();
        assertThat(reader.readHead(head, buffer)).isEqualTo(Event.HEAD);
        return reader.forward(head, PEER, false, CALL_ID, buffer, 0);
    }

    @Test
    void aHeadMayArriveInParts() {
        assertThat(read(bytes("GET / HT"))).isEqualTo(Event.MORE);
        assertThat(reader.isWithinHead()).isTrue();
        assertThat(read(bytes("TP/1.1\r\nHost: a\r\n\r\n"))).isEqualTo(Event.HEAD);
        assertThat(reader.isWithinHead()).isFalse();
    }

    @Test
    void aMalformedHeadIsRefusedWithItsError() {
        assertThat(read(bytes("GET / HTTP/1.1\r\n\r\n"))).isEqualTo(Event.REFUSED);
        assertThat(reader.refusal()).isEqualTo(ParseError.HOST_MISSING);
    }

    @Test
    void theFirstBytesMayBeThoseOfHttp2() {
        ByteBuf rest = bytes("TP/2.0\r\n\r\nSM\r\n\r\n");
        assertThat(read(bytes("PRI * HT"))).isEqualTo(Event.MORE);
        assertThat(read(rest)).isEqualTo(Event.HTTP2);
        assertThat(reader.http2Preface(rest).toString(StandardCharsets.ISO_8859_1))
                .isEqualTo("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    }

    @Test
    void http2AfterARequestIsRefused() {
        forward(bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        assertThat(read(bytes("PRI * HTTP/2.0\r\n\r\n"))).isEqualTo(Event.REFUSED);
    }

    @Test
    void aHeadLeavesWithTheBodyBehindIt() {
        // Given
        ByteBuf buffer = bytes("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nokGET /next");
        // When
        RequestRun run = forward(buffer);
        // Then
        assertThat(run.bytes().toString(StandardCharsets.ISO_8859_1))
                .startsWith("POST / HTTP/1.1\r\n")
                .endsWith("\r\n\r\nok");
        assertThat(reader.isWhole()).isTrue();
        assertThat(buffer.toString(StandardCharsets.ISO_8859_1)).isEqualTo("GET /next");
    }

    @Test
    void theRestOfABodyFollowsInOtherBuffers() {
        // Given
        forward(bytes("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab"));
        // When
        RequestRun run = reader.readBody(bytes("cd"));
        // Then
        assertThat(run.bytes().toString(StandardCharsets.ISO_8859_1)).isEqualTo("cd");
        assertThat(run.takesBuffer()).isTrue();
        assertThat(reader.isWhole()).isTrue();
    }

    @Test
    void aMalformedBodyIsNoRun() {
        RequestRun run = forward(bytes("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"));
        assertThat(run).isNull();
        assertThat(reader.refusal()).isEqualTo(ParseError.CHUNK_FRAMING);
    }
}
