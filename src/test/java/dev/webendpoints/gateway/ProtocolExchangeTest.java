package dev.webendpoints.gateway;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.Timeout;

import dev.webendpoints.gateway.Protocol.Call;
import dev.webendpoints.gateway.Protocol.Connection;
import dev.webendpoints.gateway.Protocol.Head;
import dev.webendpoints.gateway.http1.CallIdField;

import static dev.webendpoints.gateway.H2.next;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/** A request and its response, in every HTTP version. */
@Timeout(60)
class ProtocolExchangeTest extends ProtocolFixture {

    @EachProtocol
    void theWorkerSeesTheSamePathAndHostAndTheCallersAddress(Protocol protocol) throws IOException {
        // Given
        Connection caller = before(protocol, answering("HTTP/1.1 204 No Content\r\n\r\n"));
        // When
        caller.request("GET", HOST, "/a%2Fb;x?q=1;2&%zz").head();
        // Then
        assertThat(CallIdField.removedFrom(next(seen)))
                .isEqualToIgnoringCase("GET /a%2Fb;x?q=1;2&%zz HTTP/1.1\r\nhost: " + HOST
                        + "\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: " + HOST
                        + "\r\n\r\n")
                .startsWith("GET /a%2Fb;x?q=1;2&%zz HTTP/1.1\r\n");
    }

    @EachProtocol
    void statusFieldsAndBodyOfAnAnswerArrive(Protocol protocol) throws IOException {
        // Given
        Connection caller = before(
                protocol,
                answering(
                        "HTTP/1.1 201 Created\r\nContent-Length: 2\r\nX-A: b\r\nConnection: X-C\r\nX-C: d\r\n\r\nok"));
        // When
        Call call = caller.request("GET", HOST, "/");
        // Then
        Head head = call.head();
        assertThat(head.status()).isEqualTo(201);
        assertThat(head.field("modal-function-call-id")).matches("fc-[0-9A-Za-z]{22}");
        assertThat(head.fields())
                .containsEntry("x-a", "b")
                .containsOnlyKeys("content-length", "x-a", "modal-function-call-id");
        assertThat(call.body()).isEqualTo("ok");
    }

    @EachProtocol
    void anUploadWithALengthIsCountedForTheWorker(Protocol protocol) throws IOException {
        // Given
        Connection caller = before(protocol, answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        // When
        Call call = caller.upload("POST", HOST, "/", "content-length", "5")
                .send("abc".getBytes(ISO_8859_1))
                .send("de".getBytes(ISO_8859_1))
                .end();
        // Then
        assertThat(call.head().status()).isEqualTo(200);
        assertThat(call.body()).isEqualTo("ok");
        assertThat(next(seen)).contains("\r\ncontent-length: 5\r\n").endsWith("\r\n\r\nabcde");
    }

    @EachProtocol
    void anUploadWithoutALengthIsChunkedForTheWorkerAndItsTrailersFollow(Protocol protocol) throws IOException {
        // Given
        String chunks = "3\r\nabc\r\n2\r\nde\r\n0\r\nx-sum: 5\r\n\r\n";
        Connection caller = before(protocol, wire -> {
            seen.add(wire.head());
            seen.add(wire.text(chunks.length()));
            wire.send("HTTP/1.1 204 No Content\r\n\r\n");
        });
        // When
        Call call = caller.upload("POST", HOST, "/")
                .send("abc".getBytes(ISO_8859_1))
                .send("de".getBytes(ISO_8859_1))
                .end("x-sum", "5");
        // Then
        assertThat(call.head().status()).isEqualTo(204);
        assertThat(next(seen)).containsIgnoringCase("\r\ntransfer-encoding: chunked\r\n");
        assertThat(next(seen)).isEqualTo(chunks);
    }

    @EachProtocol({"HEAD | 200 OK | 200 | 5", "GET | 204 No Content | 204 | ", "GET | 304 Not Modified | 304 | 5"})
    void anAnswerWithoutABodyHasNoneWhateverItsLengthSays(
            Protocol protocol, String method, String line, int status, String length) throws IOException {
        // Given
        Connection caller = before(protocol, wire -> {
            wire.head();
            wire.send("HTTP/1.1 " + line + "\r\nContent-Length: 5\r\n\r\n");
            wire.head();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlast");
        });
        // When
        Call call = caller.request(method, HOST, "/");
        // Then
        Head head = call.head();
        assertThat(head.status()).isEqualTo(status);
        assertThat(head.field("content-length")).isEqualTo(length);
        assertThat(call.body()).isEmpty();
        Call following = caller.request("GET", HOST, "/");
        following.head();
        assertThat(following.body()).isEqualTo("last");
    }

    @EachProtocol
    void chunksOfAnAnswerArriveAndItsTrailersAreFiltered(Protocol protocol) throws IOException {
        // Given
        Connection caller = before(
                protocol,
                answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nok\r\n3;x=1\r\nyes\r\n0\r\n"
                                + "X-Sum: 7\r\nContent-Length: 9\r\n\r\n"));
        // When
        Call call = caller.request("GET", HOST, "/");
        // Then
        assertThat(call.head().field("trailer")).isEqualTo("X-Sum");
        assertThat(call.body()).isEqualTo("okyes");
        assertThat(call.trailers()).isEqualTo(Map.of("x-sum", "7"));
    }

    @EachProtocol
    void earlyHintsAndTheAnswerInOneReadAreTwoHeads(Protocol protocol) throws IOException {
        // Given
        Connection caller = before(
                protocol,
                answering("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nConnection: x\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        // When
        Call call = caller.request("GET", HOST, "/");
        // Then
        assertThat(call.head()).isEqualTo(new Head(103, Map.of("link", "</a>")));
        assertThat(call.head().status()).isEqualTo(200);
        assertThat(call.body()).isEqualTo("ok");
    }
}
