package dev.webendpoints.gateway;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.webendpoints.gateway.H2.Stream;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;

import static dev.webendpoints.gateway.H2.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Requests over HTTP/2 with prior knowledge: the same exchange, seen through streams. */
@Timeout(60)
class GatewayHttp2Test extends Http2Fixture {

    private void answer(Wire wire, String answer) throws IOException {
        while (true) {
            seen.add(wire.message());
            wire.send(answer);
        }
    }

    @Test
    void aGetIsAHeadOfHttp11ForTheWorker() throws IOException {
        // Given
        before(wire -> answer(wire, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        // When
        h2.request("GET", HOST, "/a%2Fb?c;d", true, "cookie", "a=1", "cookie", "b=2", "te", "trailers")
                .head();
        // Then
        assertThat(next(seen))
                .isEqualTo("GET /a%2Fb?c;d HTTP/1.1\r\nhost: " + HOST + "\r\ncookie: a=1; b=2\r\n"
                        + "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: " + HOST
                        + "\r\n\r\n");
    }

    @Test
    void anAnswerIsHeadersAndData() throws IOException {
        // Given
        before(wire -> answer(
                wire, "HTTP/1.1 201 Created\r\nContent-Length: 2\r\nX-A: b\r\nConnection: X-C\r\nX-C: d\r\n\r\nok"));
        // When
        Stream stream = h2.request("GET", HOST, "/", true);
        // Then
        Http2Headers head = stream.head();
        assertThat(head.status()).asString().isEqualTo("201");
        assertThat(head.get("x-a")).asString().isEqualTo("b");
        assertThat(head.get("x-c")).isNull();
        assertThat(head.get("connection")).isNull();
        assertThat(head.get("modal-function-call-id")).asString().startsWith("fc-");
        assertThat(stream.body()).isEqualTo("ok");
    }

    @Test
    void anAnswerWithoutABodyIsOneFrame() throws IOException {
        // Given
        before(wire -> answer(wire, "HTTP/1.1 204 No Content\r\n\r\n"));
        // When
        H2.Event event = h2.request("GET", HOST, "/", true).next();
        // Then
        assertThat(event.headers().status()).asString().isEqualTo("204");
        assertThat(event.ended()).isTrue();
    }

    @Test
    void chunksAreUnpackedAndTrailersFollow() throws IOException {
        // Given
        before(wire -> answer(
                wire,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nok\r\n3\r\nyes\r\n0\r\n"
                        + "X-Sum: 7\r\nContent-Length: 9\r\n\r\n"));
        // When
        Stream stream = h2.request("GET", HOST, "/", true);
        // Then
        assertThat(stream.head().get("transfer-encoding")).isNull();
        assertThat(stream.text(5)).isEqualTo("okyes");
        H2.Event trailers = stream.next();
        assertThat(trailers.headers().get("x-sum")).asString().isEqualTo("7");
        assertThat(trailers.headers().get("content-length")).isNull();
        assertThat(trailers.ended()).isTrue();
    }

    @Test
    void anUploadWithoutLengthIsChunkedForTheWorker() throws IOException {
        // Given
        before(wire -> {
            seen.add(wire.head());
            seen.add(wire.text("3\r\nabc\r\n2\r\nde\r\n0\r\nx-sum: 5\r\n\r\n".length()));
            wire.send("HTTP/1.1 204 No Content\r\n\r\n");
        });
        Stream stream = h2.request("POST", HOST, "/", false);
        stream.data("abc", false).data("de", false);
        // When
        stream.headers(new DefaultHttp2Headers(false).add("x-sum", "5"), true);
        // Then
        assertThat(stream.head().status()).asString().isEqualTo("204");
        assertThat(next(seen)).contains("\r\ntransfer-encoding: chunked\r\n");
        assertThat(next(seen)).isEqualTo("3\r\nabc\r\n2\r\nde\r\n0\r\nx-sum: 5\r\n\r\n");
    }

    @Test
    void anUploadWithALengthIsCountedForTheWorker() throws IOException {
        // Given
        before(wire -> answer(wire, "HTTP/1.1 204 No Content\r\n\r\n"));
        Stream stream = h2.request("POST", HOST, "/", false, "content-length", "5");
        // When
        stream.data("abc", false).data("de", true);
        // Then
        stream.head();
        assertThat(next(seen)).contains("\r\ncontent-length: 5\r\n").endsWith("\r\n\r\nabcde");
    }

    @Test
    void streamsOfOneConnectionAreServedAtOnce() throws IOException {
        // Given
        before(wire -> {
            String head = wire.head();
            seen.add(head);
            if (head.startsWith("GET /slow")) {
                wire.read();
            }
            wire.send("HTTP/1.1 204 No Content\r\n\r\n");
        });
        h2.request("GET", HOST, "/slow", true);
        next(seen);
        // When
        Http2Headers head = h2.request("GET", HOST, "/fast", true).head();
        // Then
        assertThat(head.status()).asString().isEqualTo("204");
    }

    @Test
    void interimAnswersArePassedOn() throws IOException {
        // Given
        before(wire -> answer(
                wire, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        // When
        Stream stream = h2.request("GET", HOST, "/", true);
        // Then
        assertThat(stream.head().status()).asString().isEqualTo("103");
        assertThat(stream.head().status()).asString().isEqualTo("200");
    }

    @Test
    void aWorkerThatDiesMidBodyResetsTheStream() throws IOException {
        // Given
        before(wire -> {
            wire.head();
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        });
        // When
        Stream stream = h2.request("GET", HOST, "/", true);
        // Then
        stream.head();
        assertThat(stream.brokenBy()).isEqualTo(Http2Error.INTERNAL_ERROR.code());
    }

    @Test
    void aResetCancelsTheWorkersRequest() throws IOException {
        // Given
        before(wire -> {
            seen.add(wire.head());
            wire.read();
        });
        Stream stream = h2.request("GET", HOST, "/", true);
        next(seen);
        // When
        stream.reset(Http2Error.CANCEL);
        // Then
        await().until(() -> upstream.ended.get() == 1);
        gateway.awaitNoLease();
    }

    @Test
    void aConnectionThatEndsCancelsAllItsStreams() throws IOException {
        // Given
        before(wire -> {
            seen.add(wire.head());
            wire.read();
        });
        h2.request("GET", HOST, "/", true);
        h2.request("POST", HOST, "/", false);
        next(seen);
        next(seen);
        // When
        h2.close();
        // Then
        await().until(() -> upstream.ended.get() == 2);
        gateway.awaitNoLease();
    }

    @Test
    void anEarlyAnswerEndsTheStreamWithoutAnError() throws IOException {
        // Given
        before(wire -> {
            wire.head();
            wire.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno");
            wire.read();
        });
        // When
        Stream stream = h2.request("POST", HOST, "/", false);
        // Then
        assertThat(stream.head().status()).asString().isEqualTo("413");
        assertThat(stream.body()).isEqualTo("no");
        assertThat(stream.brokenBy()).isEqualTo(Http2Error.NO_ERROR.code());
    }

    @Test
    void ourOwnAnswersHaveTheirHeaders() throws IOException {
        // Given
        before(wire -> {});
        // When
        Stream stream = h2.request("GET", "dev--closed.localhost:8090", "/", true, "accept", "application/json");
        // Then
        Http2Headers head = stream.head();
        assertThat(head.status()).asString().isEqualTo("401");
        assertThat(head.get("content-type")).asString().isEqualTo("application/json");
        assertThat(stream.body()).isEqualTo("{\"error\":\"modal-http: missing credentials for proxy authorization\"}");
    }

    @Test
    void aHostThatDiffersFromTheAuthorityIsRefused() throws IOException {
        // Given
        before(wire -> {});
        // When
        Http2Headers head = h2.request("GET", HOST, "/", true, "host", "dev--custom.localhost")
                .head();
        // Then
        assertThat(head.status()).asString().isEqualTo("400");
    }

    @Test
    void connectIsRefused() throws IOException {
        // Given
        before(wire -> {});
        // When
        Stream stream = h2.open()
                .headers(new DefaultHttp2Headers(false).method("CONNECT").authority(HOST), true);
        // Then
        assertThat(stream.head().status()).asString().isEqualTo("400");
    }

    @Test
    void aFieldThatWouldBeTwoLinesIsRefused() throws IOException {
        // Given
        before(wire -> {});
        // When
        Stream stream = h2.request("GET", HOST, "/", true, "x-a", "b\r\nhost: dev--custom.localhost");
        // Then
        assertThat(stream.head().status()).asString().isEqualTo("400");
        assertThat(gateway.pools.granted).hasValue(0);
    }

    @Test
    void aBodyOfAnotherLengthThanPromisedResetsTheStreamAndCancels() throws IOException {
        // Given
        before(wire -> wire.rest());
        Stream stream = h2.request("POST", HOST, "/", false, "content-length", "5");
        // When
        stream.data("abcdefgh", true);
        // Then
        assertThat(stream.brokenBy()).isEqualTo(Http2Error.PROTOCOL_ERROR.code());
        gateway.awaitNoLease();
    }

    @Test
    void aCallerWhoResetsAllTheTimeIsSentAwayAndOthersAreNot() throws IOException {
        // Given
        before(wire -> answer(wire, "HTTP/1.1 204 No Content\r\n\r\n"));
        try (H2 other = new H2(gateway.port())) {
            // When
            for (int i = 0; i < 250 && h2.channel().isActive(); i++) {
                h2.requestAndReset(HOST);
            }
            // Then
            await().until(() -> !h2.channel().isActive());
            assertThat(other.request("GET", HOST, "/", true).head().status())
                    .asString()
                    .isEqualTo("204");
        }
    }
}
