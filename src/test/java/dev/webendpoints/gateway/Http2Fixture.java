package dev.webendpoints.gateway;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;

import org.junit.jupiter.api.AfterEach;

/** An HTTP/2 client, the gateway, and one worker behind it. */
abstract class Http2Fixture {

    static final String HOST = "dev--open.localhost:8090";

    final TestGateway gateway = new TestGateway();
    final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
    TestUpstream upstream;
    H2 h2;

    final H2 before(TestUpstream.Script script) throws IOException {
        upstream = TestUpstream.unix(script);
        gateway.before(upstream);
        h2 = new H2(gateway.port());
        return h2;
    }

    @AfterEach
    void close() throws IOException {
        if (h2 != null) {
            h2.close();
        }
        gateway.close();
        if (upstream != null) {
            upstream.close();
        }
    }
}
