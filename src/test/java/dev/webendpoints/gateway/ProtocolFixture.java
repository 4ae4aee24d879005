package dev.webendpoints.gateway;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;

import org.junit.jupiter.api.AfterEach;

/** A client of one of the protocols, the gateway, and one worker behind it. */
abstract class ProtocolFixture {

    static final String HOST = "dev--open.localhost:8090";

    final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
    TestGateway gateway;
    TestUpstream upstream;
    private Protocol.Connection connection;

    final Protocol.Connection before(Protocol protocol, TestUpstream.Script script) throws IOException {
        return before(protocol, new TestGateway(), TestUpstream.unix(script));
    }

    final Protocol.Connection before(Protocol protocol, TestGateway started, TestUpstream worker) throws IOException {
        gateway = started;
        upstream = worker;
        gateway.before(upstream);
        connection = protocol.connect(gateway);
        return connection;
    }

    /** Returns a client of a gateway whose worker does nothing. */
    final Protocol.Connection alone(Protocol protocol) throws IOException {
        return before(protocol, wire -> {});
    }

    /** Returns a worker that gives this response to every request. */
    final TestUpstream.Script answering(String answer) {
        return wire -> {
            while (true) {
                seen.add(wire.message());
                wire.send(answer);
            }
        };
    }

    @AfterEach
    void close() throws IOException {
        if (connection != null) {
            connection.close();
        }
        if (gateway != null) {
            gateway.close();
        }
        if (upstream != null) {
            upstream.close();
        }
    }
}
