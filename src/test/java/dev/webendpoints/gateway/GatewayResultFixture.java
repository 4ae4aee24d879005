package dev.webendpoints.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

import dev.webendpoints.gateway.relay.exchange.WorkerLimits;

import static dev.webendpoints.gateway.H2.next;
import static org.assertj.core.api.Assertions.assertThat;

/** A gateway that soon redirects the callers of a slow function, and a worker that responds on the test's signal. */
@Timeout(60)
abstract class GatewayResultFixture {

    static final String HOST = "dev--open.localhost:8090";
    static final String OTHER_WORKSPACE = "other--open.localhost:8090";
    private static final WorkerLimits IMPATIENT =
            new WorkerLimits(Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofSeconds(4), 16);

    final LinkedBlockingQueue<String> go = new LinkedBlockingQueue<>();
    TestGateway gateway;
    TestUpstream upstream;

    /** Starts a worker that responds on the test's signal. */
    void before(String answer) throws IOException {
        before(Duration.ofSeconds(300), answer);
    }

    void before(Duration timeout, String answer) throws IOException {
        upstream = TestUpstream.unix(wire -> {
            while (true) {
                wire.message();
                if (next(go).equals("leave")) {
                    return;
                }
                wire.send(answer);
                if (!answer.contains("Content-Length")) {
                    return;
                }
            }
        });
        gateway = new TestGateway(TestGateway.CLIENTS, IMPATIENT, timeout).before(upstream);
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
        upstream.close();
    }

    static String get(String host, String target, String... fields) {
        return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + String.join("", fields) + "\r\n";
    }

    static String location(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 303 See Other\r\n");
        return answer.replaceAll("(?s).*\r\nlocation: ([^\r]+)\r\n.*", "$1");
    }

    /** Calls the function, gets a 303, and returns the path of the result's URL. */
    String redirected(String host, String... fields) throws IOException {
        String location =
                location(gateway.connect().send(get(host, "/a?b=c", fields)).message());
        return location.substring("http://".length() + host.length());
    }

    String fetch(String host, String target, String... fields) throws IOException {
        return gateway.connect().send(get(host, target, fields)).message();
    }
}
