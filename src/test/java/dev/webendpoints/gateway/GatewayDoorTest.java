package dev.webendpoints.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.worker.LeaseRefusal;
import dev.webendpoints.worker.LeaseRefusal.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Who comes in, who does not, and what the gateway says for itself. */
@Timeout(30)
class GatewayDoorTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final List<String> seen = new CopyOnWriteArrayList<>();

    private void answerOk(Wire wire) throws IOException {
        while (true) {
            seen.add(wire.message());
            wire.send(OK);
        }
    }

    private static String get(String host, String... headers) {
        StringBuilder head = new StringBuilder("GET / HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody.localhost", "localhost", "dev--open.example.com", "a.dev--open.localhost", "[::1]"})
    void anUnknownHostIs404AndTheConnectionGoesOn(String host) throws IOException {
        try (TestGateway gateway = new TestGateway()) {
            Wire client = gateway.connect();
            for (int i = 0; i < 2; i++) {
                assertThat(client.send(get(host)).message())
                        .startsWith("HTTP/1.1 404 Not Found\r\n")
                        .contains("content-type: text/plain; charset=utf-8\r\n")
                        .endsWith("\r\n\r\nmodal-http: invalid function call");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dev--closed, '', missing",
        "dev--closed, Modal-Key: wk-good, missing",
        "dev--closed, Authorization: Basic abc, missing",
        "dev--closed, 'Modal-Key: wk-good\r\nModal-Secret: ws-bad', invalid",
        "dev--closed, 'Modal-Key: wk-bad\r\nModal-Secret: ws-good', invalid",
        "dev--closed, Authorization: Bearer wk-good.ws-bad, invalid",
        "dev--closed, Authorization: Bearer ak-good.as-good, invalid",
        "dev--closed, 'Modal_Key: wk-good\r\nModal_Secret: ws-good', missing"
    })
    void withoutAGoodTokenNobodyIsLetIn(String host, String headers, String what) throws IOException {
        try (TestGateway gateway = new TestGateway()) {
            String request = headers.isEmpty() ? get(host + ".localhost") : get(host + ".localhost", headers);
            assertThat(gateway.connect().send(request).message())
                    .startsWith("HTTP/1.1 401 Unauthorized\r\n")
                    .endsWith("\r\n\r\nmodal-http: " + what + " credentials for proxy authorization");
            assertThat(gateway.pools.granted).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Modal-Key: wk-good\r\nModal-Secret: ws-good", "authorization: bearer wk-good.ws-good"})
    void aGoodTokenLetsInAndStaysHere(String headers) throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::answerOk);
                TestGateway gateway = new TestGateway().before(upstream)) {
            assertThat(gateway.connect()
                            .send(get("dev--closed.localhost", headers))
                            .message())
                    .endsWith("ok");
            assertThat(seen.get(0)).doesNotContainIgnoringCase("modal").doesNotContainIgnoringCase("authorization");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev--open", "dev--custom"})
    void authorizationPassesWhereItIsTheFunctionsOwn(String host) throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::answerOk);
                TestGateway gateway = new TestGateway().before(upstream)) {
            gateway.connect()
                    .send(get(host + ".localhost", "Authorization: Bearer mine"))
                    .message();
            assertThat(seen.get(0)).contains("Authorization: Bearer mine\r\n");
        }
    }

    @Test
    void aRefusedUploadIsReadABitAndEnded() throws IOException {
        try (TestGateway gateway = new TestGateway()) {
            Wire client = gateway.connect();
            client.send("POST / HTTP/1.1\r\nHost: dev--closed.localhost\r\nContent-Length: 200000\r\n\r\n");
            client.send(new byte[200_000]);
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 401 Unauthorized\r\n")
                    .contains("connection: close\r\n");
        }
    }

    @Test
    void theEndpointsCorsHeadersAreOnOurOwnAnswersToo() throws IOException {
        try (TestGateway gateway = new TestGateway()) {
            assertThat(gateway.connect()
                            .send(get("dev--closed.localhost", "Origin: https://a.example"))
                            .message())
                    .contains("access-control-allow-origin: https://a.example\r\n"
                            + "access-control-allow-credentials: true\r\nvary: origin\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, 'GET / HTTP/1.1\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: a.localhost\r\nHost: a.localhost\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: dev--open.localhost\r\nX: a\r\n b\r\n\r\n'",
        "400, 'POST / HTTP/1.1\r\nHost: dev--open.localhost\r\nContent-Length: 1\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n'",
        "400, 'POST / HTTP/1.1\r\nHost: dev--open.localhost\r\nTransfer-Encoding: chunked\r\n\r\n 1\r\na\r\n'",
        "400, 'CONNECT dev--open.localhost:80 HTTP/1.1\r\nHost: dev--open.localhost\r\n\r\n'",
        "421, 'GET http://b.localhost/ HTTP/1.1\r\nHost: dev--open.localhost\r\n\r\n'",
        "413, 'POST / HTTP/1.1\r\nHost: dev--open.localhost\r\nContent-Length: 4294967297\r\n\r\n'",
        "505, 'GET / HTTP/2.0\r\nHost: dev--open.localhost\r\n\r\n'"
    })
    void whatMustBeRefusedIsRefusedAndTheConnectionEnds(int status, String request) throws IOException {
        try (TestGateway gateway = new TestGateway()) {
            assertThat(gateway.connect().send(request).rest())
                    .startsWith("HTTP/1.1 " + status + " ")
                    .contains("connection: close\r\n")
                    .contains("\r\n\r\nmodal-http: ");
            assertThat(gateway.pools.granted).hasValue(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"414, GET /, 20000", "431, 'GET / HTTP/1.1\r\nHost: dev--open.localhost\r\nX: ', 70000"})
    void headsPastTheBoundsAreRefused(int status, String start, int length) throws IOException {
        try (TestGateway gateway = new TestGateway()) {
            assertThat(gateway.connect().send(start + "a".repeat(length)).rest())
                    .startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void aWorkerThatCannotStartIs503WithTheReasonAndTheLog() throws IOException {
        try (TestGateway gateway = new TestGateway()) {
            gateway.pools.answer = waiter -> waiter.onRefused(failed(Reason.START_FAILED));
            assertThat(gateway.connect().send(get("dev--open.localhost")).message())
                    .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                    .contains("retry-after: 2\r\n")
                    .endsWith("\r\n\r\nmodal-http: the worker could not start\n\nline 1\nline \"2\"\n");
        }
    }

    private static LeaseRefusal failed(Reason reason) {
        return new LeaseRefusal(
                reason, "the worker could not start", List.of("line 1", "line \"2\""), Duration.ofMillis(1500));
    }

    @Test
    void whoAcceptsJsonGetsJson() throws IOException {
        try (TestGateway gateway = new TestGateway()) {
            gateway.pools.answer = waiter -> waiter.onRefused(failed(Reason.START_TIMEOUT));
            assertThat(gateway.connect()
                            .send(get("dev--open.localhost", "Accept: application/json, text/plain, */*"))
                            .message())
                    .contains("content-type: application/json\r\n")
                    .endsWith("\r\n\r\n{\"error\":\"modal-http: the worker could not start\","
                            + "\"log\":[\"line 1\",\"line \\\"2\\\"\"]}");
        }
    }

    @ParameterizedTest
    @CsvSource({"QUEUE_FULL, 429, true", "GONE, 404, false", "SHUTTING_DOWN, 503, true"})
    void everyRefusalHasItsStatus(Reason reason, int status, boolean temporary) throws IOException {
        try (TestGateway gateway = new TestGateway()) {
            gateway.pools.answer = waiter -> waiter.onRefused(failed(reason));
            String answer = gateway.connect().send(get("dev--open.localhost")).message();
            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
            assertThat(answer.contains("retry-after")).isEqualTo(temporary);
        }
    }

    @Test
    void aLeaseThatComesLaterFromAnotherThreadServesAllWhoWait() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::answerOk);
                TestGateway gateway = new TestGateway().before(upstream)) {
            gateway.pools.answer = gateway.pools.waiting::add;
            Wire one = gateway.connect().send(get("dev--open.localhost"));
            Wire two = gateway.connect()
                    .send("POST / HTTP/1.1\r\nHost: dev--open.localhost\r\nContent-Length: 100000\r\n\r\n");
            two.send(new byte[100_000]);
            await().until(() -> gateway.pools.waiting.size() == 2);
            gateway.pools.waiting.forEach(waiter -> waiter.onLease(gateway.pools.lease()));
            assertThat(one.message()).endsWith("ok");
            assertThat(two.message()).endsWith("ok");
        }
    }

    @Test
    void aCallerWhoLeavesWhileWaitingCancelsAndALateLeaseIsGivenBack() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::answerOk);
                TestGateway gateway = new TestGateway().before(upstream)) {
            gateway.pools.answer = gateway.pools.waiting::add;
            Wire client = gateway.connect().send(get("dev--open.localhost"));
            await().until(() -> gateway.pools.waiting.size() == 1);
            client.close();
            await().until(() -> gateway.pools.cancelled.get() == 1);
            gateway.pools.waiting.remove().onLease(gateway.pools.lease());
            gateway.awaitNoLease();
            assertThat(seen).isEmpty();
        }
    }
}
