package dev.webendpoints.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

import dev.webendpoints.gateway.Protocol.Call;
import dev.webendpoints.gateway.Protocol.Connection;
import dev.webendpoints.gateway.Protocol.Head;
import dev.webendpoints.gateway.http1.CallIdField;
import dev.webendpoints.lease.LeaseRefusal;
import dev.webendpoints.lease.LeaseRefusal.Reason;

import static dev.webendpoints.gateway.H2.next;
import static org.assertj.core.api.Assertions.assertThat;

/** Admission and the gateway's own responses, in every HTTP version. */
@Timeout(60)
@Tag("slow")
class ProtocolOwnAnswersTest extends ProtocolFixture {

    private static final String CLOSED = "dev--closed.localhost";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** Parses {@code a: b|c: d} to alternating names and values; null is none. */
    private static String[] fields(String text) {
        return Stream.ofNullable(text)
                .flatMap(fields -> Stream.of(fields.split("\\|")))
                .flatMap(field -> Stream.of(field.split(": ", 2)))
                .toArray(String[]::new);
    }

    private static LeaseRefusal refusal(Reason reason) {
        return new LeaseRefusal(
                reason, "the worker could not start", List.of("line 1", "line \"2\""), Duration.ofMillis(1500));
    }

    @EachProtocol({"nobody.localhost", "localhost", "dev--open.example.com", "a.dev--open.localhost", "[::1]"})
    void anUnknownHostIs404AndTheConnectionGoesOn(Protocol protocol, String host) throws IOException {
        // Given
        Connection caller = alone(protocol);
        Call first = caller.request("GET", host, "/");
        first.head();
        first.body();
        // When
        Call call = caller.request("GET", host, "/");
        // Then
        Head head = call.head();
        assertThat(head.status()).isEqualTo(404);
        assertThat(head.field("content-type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(call.body()).isEqualTo("modal-http: invalid function call");
    }

    @EachProtocol({
        " | missing",
        "Modal-Key: wk-good | missing",
        "Authorization: Basic abc | missing",
        "Modal-Key: wk-good|Modal-Secret: ws-bad | invalid",
        "Modal-Key: wk-bad|Modal-Secret: ws-good | invalid",
        "Authorization: Bearer wk-good.ws-bad | invalid",
        "Authorization: Bearer ak-good.as-good | invalid",
        "Modal_Key: wk-good|Modal_Secret: ws-good | missing"
    })
    void withoutAGoodTokenNobodyIsLetIn(Protocol protocol, String fields, String what) throws IOException {
        // Given
        Connection caller = alone(protocol);
        // When
        Call call = caller.request("GET", CLOSED, "/", fields(fields));
        // Then
        assertThat(call.head().status()).isEqualTo(401);
        assertThat(call.body()).isEqualTo("modal-http: " + what + " credentials for proxy authorization");
        assertThat(gateway.pools.granted).hasValue(0);
    }

    @EachProtocol({"Modal-Key: wk-good|Modal-Secret: ws-good", "authorization: bearer wk-good.ws-good"})
    void aGoodTokenLetsInAndStaysHere(Protocol protocol, String fields) throws IOException {
        // Given
        Connection caller = before(protocol, answering(OK));
        // When
        Call call = caller.request("GET", CLOSED, "/", fields(fields));
        // Then
        call.head();
        assertThat(call.body()).isEqualTo("ok");
        assertThat(CallIdField.removedFrom(next(seen)))
                .doesNotContainIgnoringCase("modal")
                .doesNotContainIgnoringCase("authorization");
    }

    @EachProtocol({"dev--open", "dev--custom"})
    void authorizationPassesWhereItIsTheFunctionsOwn(Protocol protocol, String host) throws IOException {
        // Given
        Connection caller = before(protocol, answering(OK));
        // When
        caller.request("GET", host + ".localhost", "/", "Authorization", "Bearer mine")
                .head();
        // Then
        assertThat(next(seen)).containsIgnoringCase("\r\nAuthorization: Bearer mine\r\n");
    }

    @EachProtocol
    void theEndpointsCorsHeadersAreOnOurOwnAnswersToo(Protocol protocol) throws IOException {
        // Given
        Connection caller = alone(protocol);
        // When
        Head head = caller.request("GET", CLOSED, "/", "Origin", "https://a.example")
                .head();
        // Then
        assertThat(head.fields())
                .containsEntry("access-control-allow-origin", "https://a.example")
                .containsEntry("access-control-allow-credentials", "true")
                .containsEntry("vary", "origin");
    }

    @EachProtocol
    void aWorkerThatCannotStartIs503WithTheReasonAndTheLog(Protocol protocol) throws IOException {
        // Given
        Connection caller = alone(protocol);
        gateway.pools.answer = waiter -> waiter.onRefused(refusal(Reason.START_FAILED));
        // When
        Call call = caller.request("GET", HOST, "/");
        // Then
        Head head = call.head();
        assertThat(head.status()).isEqualTo(503);
        assertThat(head.field("retry-after")).isEqualTo("2");
        assertThat(call.body()).isEqualTo("modal-http: the worker could not start\n\nline 1\nline \"2\"\n");
    }

    @EachProtocol
    void whoAcceptsJsonGetsJson(Protocol protocol) throws IOException {
        // Given
        Connection caller = alone(protocol);
        gateway.pools.answer = waiter -> waiter.onRefused(refusal(Reason.START_TIMEOUT));
        // When
        Call call = caller.request("GET", HOST, "/", "Accept", "application/json, text/plain, */*");
        // Then
        assertThat(call.head().field("content-type")).isEqualTo("application/json");
        assertThat(call.body())
                .isEqualTo("{\"error\":\"modal-http: the worker could not start\","
                        + "\"log\":[\"line 1\",\"line \\\"2\\\"\"]}");
    }

    @EachProtocol({"QUEUE_FULL | 429 | 2", "GONE | 404 | ", "SHUTTING_DOWN | 503 | 2"})
    void everyRefusalHasItsStatus(Protocol protocol, Reason reason, int status, String retryAfter) throws IOException {
        // Given
        Connection caller = alone(protocol);
        gateway.pools.answer = waiter -> waiter.onRefused(refusal(reason));
        // When
        Head head = caller.request("GET", HOST, "/").head();
        // Then
        assertThat(head.status()).isEqualTo(status);
        assertThat(head.field("retry-after")).isEqualTo(retryAfter);
    }

    @EachProtocol
    void theFunctionsTimeoutBeforeTheAnswerIs504(Protocol protocol) throws IOException {
        // Given
        TestGateway impatient = new TestGateway(TestGateway.CLIENTS, TestGateway.WORKERS, Duration.ofSeconds(1));
        Connection caller = before(protocol, impatient, TestUpstream.unix(Wire::rest));
        // When
        Call call = caller.request("GET", HOST, "/");
        // Then
        assertThat(call.head().status()).isEqualTo(504);
        assertThat(call.body())
                .isEqualTo("modal-http: function execution timed out: its timeout is 1 s (timeout= of the function)");
    }

    @EachProtocol({"431 | 10 | 66000", "414 | 20000 | 1"})
    void aHeadPastTheBoundsIsRefusedAndNobodyIsWoken(Protocol protocol, int status, int path, int field)
            throws IOException {
        // Given
        Connection caller = alone(protocol);
        // When
        Head head = caller.request("GET", HOST, "/" + "a".repeat(path), "X-A", "a".repeat(field))
                .head();
        // Then
        assertThat(head.status()).isEqualTo(status);
        assertThat(gateway.pools.granted).hasValue(0);
    }
}
