package dev.webendpoints.gateway;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.webendpoints.gateway.H2.next;
import static org.assertj.core.api.Assertions.assertThat;

/** The access log has one line for each request, which no client can forge and which contains no secret. */
@Timeout(30)
class AccessLogTest {

    private static final Logger LOG = Logger.getLogger("dev.webendpoints.gateway.access");
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Handler handler = new Lines();
    private TestUpstream upstream;
    private TestGateway gateway;

    @BeforeEach
    void listen() throws IOException {
        LOG.addHandler(handler);
        upstream = TestUpstream.unix(wire -> {
            while (true) {
                wire.message();
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
        upstream.close();
        LOG.removeHandler(handler);
    }

    private Wire connect(AccessLog log) throws IOException {
        gateway = new TestGateway(log).before(upstream);
        return gateway.connect();
    }

    private static String get(String host, String target, String... fields) {
        return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n"
                + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n") + "\r\n";
    }

    @Test
    void aLineHasItsKeys() throws IOException {
        // Given
        Wire client = connect(AccessLog.on());
        // When
        client.send(get("dev--open.localhost", "/a%20b?c=d", "traceparent: 00-" + TRACE + "-00f067aa0ba902b7-01"))
                .message();
        // Then
        assertThat(next(lines))
                .matches("request method=GET host=dev--open\\.localhost path=/a%20b status=200 reason=answered"
                        + " endpoint=we-dev--open duration_ms=\\d+\\.\\d{3} wait_ms=\\d+\\.\\d{3} request_bytes=\\d{3}"
                        + " answer_bytes=\\d{2,3} call_id=fc-\\w{22} peer=127\\.0\\.0\\.1 trace_id=" + TRACE);
    }

    @Test
    void aRequestOverHttp2HasALineToo() throws IOException {
        // Given
        connect(AccessLog.on());
        // When
        try (H2 h2 = new H2(gateway.port())) {
            h2.request("GET", "dev--open.localhost", "/two?secret", true);
            // Then
            assertThat(next(lines))
                    .startsWith("request method=GET host=dev--open.localhost path=/two status=200 reason=answered ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dev--nothing.localhost, 404, unknown_host, -",
        "dev--closed.localhost, 401, unauthorized, we-dev--closed",
    })
    void whoIsNotLetInHasALineToo(String host, int status, String reason, String endpoint) throws IOException {
        // Given
        Wire client = connect(AccessLog.on());
        // When
        client.send(get(host, "/")).message();
        // Then
        assertThat(next(lines))
                .contains(" path=/ status=" + status + " reason=" + reason + " endpoint=" + endpoint + " ");
    }

    @Test
    void ofWhatCannotBeReadNothingIsRepeated() throws IOException {
        // Given
        Wire client = connect(AccessLog.on());
        // When
        client.send("GET /x\u0001y HTTP/1.1\r\nHost: a\r\n\r\n").rest();
        // Then
        assertThat(next(lines))
                .startsWith("request method=- host=- path=- status=400 reason=malformed endpoint=- ")
                .contains(" peer=127.0.0.1 ");
    }

    @Test
    void credentialsNeverStandInIt() throws IOException {
        // Given
        Wire client = connect(AccessLog.on());
        // When
        client.send(get(
                        "dev--closed.localhost",
                        "/p?token=in-query",
                        "Modal-Key: wk-good",
                        "Modal-Secret: ws-good",
                        "Authorization: Bearer in-authorization",
                        "Cookie: session=in-cookie",
                        "traceparent: 00-in-traceparent-in-traceparent-xx-01"))
                .message();
        // Then
        assertThat(next(lines))
                .contains(" status=200 ")
                .endsWith(" trace_id=-")
                .doesNotContain("in-query", "wk-good", "ws-good", "in-authorization", "in-cookie", "in-traceparent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/a\"b\\c | /a%22b%5Cc",
                "/status=200 | /status=200",
                "http://dev--open.localhost/x?y | http://dev--open.localhost/x"
            })
    void aPathStaysOneValue(String target, String path) throws IOException {
        // Given
        Wire client = connect(AccessLog.on());
        // When
        client.send(get("dev--open.localhost", target)).message();
        // Then
        assertThat(next(lines)).contains(" path=" + path + " status=200 ");
    }

    @Test
    void aLongPathIsCut() throws IOException {
        // Given
        Wire client = connect(AccessLog.on());
        // When
        client.send(get("dev--open.localhost", "/" + "x".repeat(9000))).message();
        // Then
        assertThat(next(lines)).contains(" path=/" + "x".repeat(511) + "... status=200 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'a b' | a%20b", "'a\r\nb' | a%0D%0Ab", "\u00e4\u007f | %E4%7F", "'' | -"})
    void whatCouldEndAValueIsEscaped(String untrusted, String safe) throws IOException {
        connect(AccessLog.off());
        assertThat(AccessLine.safe(untrusted)).isEqualTo(safe);
    }

    @Test
    void nothingIsWrittenWhenItIsOff() throws IOException {
        // Given
        Wire client = connect(AccessLog.off());
        // When
        client.send(get("dev--open.localhost", "/")).message();
        // Then
        gateway.close();
        assertThat(lines).isEmpty();
    }

    private final class Lines extends Handler {

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
