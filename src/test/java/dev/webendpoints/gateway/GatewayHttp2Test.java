package dev.webendpoints.gateway;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.webendpoints.gateway.H2.Stream;
import dev.webendpoints.gateway.http1.CallIdField;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;

import static dev.webendpoints.gateway.H2.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Features of HTTP/2 only, with prior knowledge: streams, resets, pseudo-headers, and heads invalid in HTTP/1.1. */
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
        assertThat(CallIdField.removedFrom(next(seen)))
                .isEqualTo("GET /a%2Fb?c;d HTTP/1.1\r\nhost: " + HOST + "\r\ncookie: a=1; b=2\r\n"
                        + "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: " + HOST
                        + "\r\n\r\n");
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
}
