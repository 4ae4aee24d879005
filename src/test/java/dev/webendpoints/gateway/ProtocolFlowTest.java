package dev.webendpoints.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

import dev.webendpoints.gateway.Protocol.Call;
import dev.webendpoints.gateway.Protocol.Connection;
import dev.webendpoints.gateway.relay.exchange.WorkerLimits;

import static dev.webendpoints.gateway.H2.next;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Long bodies, backpressure, and the death of either side, in every HTTP version. */
@Timeout(60)
@Tag("slow")
class ProtocolFlowTest extends ProtocolFixture {

    private static final int BLOCK = 1024 * 1024;
    private static final int BLOCKS = 24;
    private static final String SIZE_LINE = "100000\r\n";

    private final byte[] block = block();

    private static byte[] block() {
        byte[] block = new byte[BLOCK];
        new Random(7).nextBytes(block);
        return block;
    }

    private String checksum() {
        CRC32 sum = new CRC32();
        for (int i = 0; i < BLOCKS; i++) {
            sum.update(block);
        }
        return Long.toString(sum.getValue());
    }

    private static String checksum(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(ISO_8859_1));
        return Long.toString(sum.getValue());
    }

    private static String framing(boolean chunked) {
        return chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: " + BLOCK * BLOCKS + "\r\n\r\n";
    }

    /** Returns the body as the worker gets it; its chunks may differ from those that the client sent. */
    private static String received(Wire wire, boolean chunked) throws IOException {
        if (!chunked) {
            return wire.text(BLOCK * BLOCKS);
        }
        StringBuilder body = new StringBuilder();
        for (int size = size(wire); size > 0; size = size(wire)) {
            body.append(wire.text(size));
            wire.text(2);
        }
        wire.text(2);
        return body.toString();
    }

    private static int size(Wire wire) throws IOException {
        StringBuilder line = new StringBuilder(wire.text(3));
        while (!line.toString().endsWith("\r\n")) {
            line.append(wire.text(1));
        }
        return Integer.parseInt(line.substring(0, line.length() - 2), 16);
    }

    private void sendBlocks(Wire wire, boolean chunked) throws IOException {
        for (int i = 0; i < BLOCKS; i++) {
            wire.send(chunked ? SIZE_LINE : "").send(block).send(chunked ? "\r\n" : "");
        }
        wire.send(chunked ? "0\r\n\r\n" : "");
    }

    @EachProtocol({"false", "true"})
    void aLongUploadArrivesWhole(Protocol protocol, boolean chunked) throws IOException {
        // Given
        Connection caller = before(protocol, wire -> {
            wire.head();
            String sum = checksum(received(wire, chunked));
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + sum.length() + "\r\n\r\n" + sum);
        });
        String[] length = {"content-length", Integer.toString(BLOCK * BLOCKS)};
        Call call = caller.upload("POST", HOST, "/", chunked ? new String[0] : length);
        // When
        for (int i = 0; i < BLOCKS; i++) {
            call.send(block);
        }
        call.end();
        // Then
        call.head();
        assertThat(call.body()).isEqualTo(checksum());
    }

    @EachProtocol({"false", "true"})
    void aLongDownloadArrivesWhole(Protocol protocol, boolean chunked) throws IOException {
        // Given
        TestUpstream.Script script = wire -> {
            wire.head();
            wire.send("HTTP/1.1 200 OK\r\n" + framing(chunked));
            sendBlocks(wire, chunked);
            wire.read();
        };
        Connection caller = before(protocol, new TestGateway(), TestUpstream.tcp(script));
        // When
        Call call = caller.request("GET", HOST, "/");
        // Then
        call.head();
        assertThat(checksum(call.body())).isEqualTo(checksum());
    }

    @EachProtocol
    void aReaderThatStopsStopsTheWorker(Protocol protocol) throws IOException {
        // Given
        AtomicLong sent = new AtomicLong();
        Connection caller = before(protocol, wire -> {
            wire.head();
            wire.send("HTTP/1.1 200 OK\r\n" + framing(false));
            for (int i = 0; i < BLOCKS * 16; i++) {
                wire.send(new byte[BLOCK / 16]);
                sent.addAndGet(BLOCK / 16);
            }
        });
        Call call = caller.request("GET", HOST, "/");
        call.head();
        // When
        call.pause();
        // Then: kernel buffers on both sides hold some megabytes; the gateway adds at most one.
        AtomicLong before = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(300))
                .until(() -> before.getAndSet(sent.get()) == sent.get() && sent.get() > 0);
        assertThat(sent.get()).isLessThan(16L * BLOCK);
        call.resume();
        assertThat(call.body()).hasSize(BLOCKS * BLOCK);
    }

    @EachProtocol
    void aCallerWhoLeavesCancelsTheWorkersRequestWithinASecond(Protocol protocol) throws IOException {
        // Given
        Connection caller = before(protocol, wire -> {
            seen.add(wire.head());
            wire.rest();
        });
        Call call = caller.request("GET", HOST, "/");
        next(seen);
        // When
        call.leave();
        // Then
        await().atMost(Duration.ofSeconds(1)).until(() -> upstream.ended.get() == 1);
        gateway.awaitNoLease();
    }

    @EachProtocol({"Content-Length: 9\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"})
    void aWorkerThatDiesMidBodyIsSeenAsABrokenBody(Protocol protocol, String beginning) throws IOException {
        // Given
        Connection caller = before(protocol, wire -> {
            wire.head();
            wire.send("HTTP/1.1 200 OK\r\n" + beginning);
        });
        // When
        Call call = caller.request("GET", HOST, "/");
        // Then
        assertThat(call.head().status()).isEqualTo(200);
        assertThat(call.isBroken()).isTrue();
        gateway.awaitNoLease();
    }

    /** The response-start limit has passed by then: it applies to the head only. */
    @EachProtocol
    void theFunctionsTimeoutWithinTheAnswerCutsIt(Protocol protocol) throws IOException {
        // Given
        WorkerLimits quick = new WorkerLimits(Duration.ofSeconds(2), Duration.ofMillis(400), Duration.ofSeconds(4), 16);
        TestGateway impatient = new TestGateway(TestGateway.CLIENTS, quick, Duration.ofSeconds(1));
        TestUpstream worker = TestUpstream.unix(wire -> {
            wire.head();
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
            wire.rest();
        });
        Connection caller = before(protocol, impatient, worker);
        // When
        Call call = caller.request("GET", HOST, "/");
        // Then
        call.head();
        assertThat(call.isBroken()).isTrue();
    }
}
