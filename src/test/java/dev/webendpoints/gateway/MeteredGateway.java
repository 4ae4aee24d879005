package dev.webendpoints.gateway;

import java.io.IOException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

import static org.awaitility.Awaitility.await;

/** A gateway whose meters are examined, in front of a scripted upstream. */
@Timeout(60)
abstract class MeteredGateway {

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    static final String OPEN = get("dev--open");

    TestUpstream upstream;
    TestGateway gateway;

    TestGateway before(TestUpstream.Script script) throws IOException {
        return before(new TestGateway(), script);
    }

    TestGateway before(TestGateway started, TestUpstream.Script script) throws IOException {
        upstream = TestUpstream.unix(script);
        gateway = started.before(upstream);
        return gateway;
    }

    /** Returns a client whose request waits for a worker. */
    Wire waiting() throws IOException {
        gateway.pools.answer = gateway.pools.waiting::add;
        Wire client = gateway.connect().send(OPEN);
        await().until(() -> gateway.pools.waiting.size() == 1);
        return client;
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
        if (upstream != null) {
            upstream.close();
        }
    }

    static String get(String host) {
        return "GET /a?b HTTP/1.1\r\nHost: " + host + ".localhost\r\n\r\n";
    }

    static TestUpstream.Script always(String answer) {
        return wire -> {
            while (true) {
                wire.message();
                wire.send(answer);
            }
        };
    }
}
