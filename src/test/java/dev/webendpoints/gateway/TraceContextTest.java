package dev.webendpoints.gateway;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.webendpoints.gateway.H2.next;
import static org.assertj.core.api.Assertions.assertThat;

/** A trace continues in the function: the gateway forwards it unchanged (W3C Trace Context §4.3). */
@Timeout(30)
class TraceContextTest {

    private static final String HOST = "dev--open.localhost";
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String STATE = "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE";

    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private TestUpstream upstream;
    private TestGateway gateway;

    @BeforeEach
    void start() throws IOException {
        upstream = TestUpstream.unix(wire -> {
            while (true) {
                seen.add(wire.message());
                wire.send("HTTP/1.1 204 No Content\r\n\r\n");
            }
        });
        gateway = new TestGateway().before(upstream);
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
        upstream.close();
    }

    @Test
    void itPassesUnchanged() throws IOException {
        // When
        gateway.connect()
                .send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\nTraceparent: " + PARENT + "\r\ntracestate: " + STATE
                        + "\r\ntracestate: third=3\r\n\r\n")
                .message();
        // Then
        assertThat(next(seen))
                .contains("\r\nTraceparent: " + PARENT + "\r\ntracestate: " + STATE + "\r\ntracestate: third=3\r\n");
    }

    @Test
    void itPassesUnchangedOverHttp2() {
        // When
        try (H2 h2 = new H2(gateway.port())) {
            h2.request("GET", HOST, "/", true, "traceparent", PARENT, "tracestate", STATE, "tracestate", "third=3");
            // Then
            assertThat(next(seen))
                    .contains("\r\ntraceparent: " + PARENT + "\r\n")
                    .contains("\r\ntracestate: " + STATE + "\r\ntracestate: third=3\r\n");
        }
    }
}
