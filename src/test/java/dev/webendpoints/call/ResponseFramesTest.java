package dev.webendpoints.call;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.webendpoints.call.store.CallStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;

/** What a worker may send, and what a hostile one does. */
class ResponseFramesTest {

    private static final int MAX_PAYLOAD = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();

    private final ResponseFrames.Listener listener = new ResponseFrames.Listener() {
        @Override
        public Future<Void> onChunk(int format, Buffer data) {
            events.add(format + ":" + data);
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> onPart(CallStatus status, int format, Buffer message, Buffer data) {
            events.add("part:" + status + " " + data);
            return Future.succeededFuture();
        }

        @Override
        public void onResult(CallStatus status, int format, Buffer message, Buffer data) {
            end.complete(status + " " + format + " " + message + " " + data);
        }

        @Override
        public void onTooLarge(long size) {
            end.complete("too large");
        }

        @Override
        public void onLost(Throwable cause) {
            end.complete("lost");
        }
    };

    @AfterEach
    void close() {
        vertx.close();
    }

    private static Buffer frame(int kind, int format, int status, String message, String data) {
        return header(kind, format, status, message.length(), data.length())
                .appendString(message)
                .appendString(data);
    }

    private static Buffer header(int kind, int format, int status, int messageLength, int dataLength) {
        return Buffer.buffer()
                .appendByte((byte) kind)
                .appendByte((byte) format)
                .appendByte((byte) status)
                .appendInt(messageLength)
                .appendInt(dataLength);
    }

    private String read(int status, Buffer... frames) throws Exception {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            request.response().setStatusCode(status).setChunked(true);
            for (Buffer frame : frames) {
                request.response().write(frame);
            }
            request.response().end();
        });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        // On one event loop, as the dispatcher does it: the response is read from its first byte on.
        vertx.runOnContext(ready -> vertx.createHttpClient()
                .request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/")
                .onSuccess(request ->
                        request.send().onSuccess(response -> ResponseFrames.read(response, MAX_PAYLOAD, listener))));
        return end.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aResultHasAMessageAndData() throws Exception {
        assertThat(read(200, frame(2, 4, 1, "message", "data"))).isEqualTo("SUCCESS 4 message data");
    }

    @Test
    void anEmptyResultIsOne() throws Exception {
        assertThat(read(200, frame(2, 1, 2, "", ""))).isEqualTo("FAILURE 1  ");
    }

    @Test
    void chunksComeBeforeTheResult() throws Exception {
        read(200, frame(1, 1, 0, "", "one"), frame(1, 1, 0, "", "two"), frame(2, 3, 1, "m", "d"));

        assertThat(events).containsExactly("1:one", "1:two");
    }

    @Test
    void theResultsOfABatchComeBeforeItsEnd() throws Exception {
        read(200, frame(3, 1, 1, "m", "one"), frame(3, 1, 2, "m", "two"), frame(2, 1, 1, "", ""));

        assertThat(events).containsExactly("part:SUCCESS one", "part:FAILURE two");
    }

    @Test
    void aResponseWithoutAResultIsLost() throws Exception {
        assertThat(read(200, frame(1, 1, 0, "", "one"))).isEqualTo("lost");
    }

    @Test
    void aResponseThatEndsWithinAFrameIsLost() throws Exception {
        assertThat(read(200, header(2, 1, 1, 0, 10).appendString("short"))).isEqualTo("lost");
    }

    @Test
    void anotherStatusIsLost() throws Exception {
        assertThat(read(500, frame(2, 1, 1, "m", "d"))).isEqualTo("lost");
    }

    @ParameterizedTest
    @CsvSource({"0, 1001", "0, -1", "-1, 0", "4194305, 0", "2147483647, 2147483647"})
    void aFrameThatIsTooLargeEndsTheResponse(int messageLength, int dataLength) throws Exception {
        assertThat(read(200, header(2, 1, 1, messageLength, dataLength))).isEqualTo("too large");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "4, 1", "2, 0", "2, 99"})
    void anUnknownFrameEndsTheResponse(int kind, int status) throws Exception {
        assertThat(read(200, frame(kind, 1, status, "m", "d"))).isEqualTo("lost");
    }

    @Test
    void aSecondResultEndsTheResponse() throws Exception {
        assertThat(read(200, frame(2, 1, 1, "m", "d"), frame(2, 1, 1, "m", "d")))
                .isEqualTo("lost");
    }
}
