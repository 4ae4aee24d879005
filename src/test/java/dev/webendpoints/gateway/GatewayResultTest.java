package dev.webendpoints.gateway;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.netty.handler.codec.http2.Http2Headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Responses that are fetched later, because the function is slow (modal.com/docs/guide/webhook-timeouts). */
@Tag("slow")
class GatewayResultTest extends GatewayResultFixture {

    private static final int LONG = 4 * 1024 * 1024;

    @Test
    void aCallThatTakesItsTimeIsA303ThatSaysWhere() throws IOException {
        // Given
        before("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        // When
        String answer = gateway.connect()
                .send("POST /a?b=c HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 2\r\n\r\nhi")
                .message();
        // Then
        assertThat(location(answer))
                .matches("http://dev--open\\.localhost:8090/a\\?b=c&__modal_function_call_id=fc-\\w{22}");
        assertThat(answer)
                .endsWith("\r\n\r\nmodal-http: the function is still running; GET the URL in Location for its answer");
        go.add("on");
    }

    @Test
    void itsAnswerCanBeFetchedAndFetchedAgain() throws IOException {
        // Given
        before("HTTP/1.1 201 Created\r\nX-A: b\r\nContent-Length: 2\r\n\r\nok");
        String target = redirected(HOST);
        go.add("on");
        fetch(HOST, target);
        // When
        String again = fetch(HOST, target);
        // Then
        assertThat(again)
                .startsWith("HTTP/1.1 201 Created\r\nX-A: b\r\n")
                .contains("modal-function-call-id: " + target.substring(target.indexOf("fc-")) + "\r\n")
                .endsWith("\r\n\r\nok");
        assertThat(gateway.pools.granted).as("calls of the function").hasValue(1);
    }

    @Test
    void whoFetchesTooEarlyIsSentAgain() throws IOException {
        // Given
        before("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        String target = redirected(HOST);
        // When
        String early = fetch(HOST, target);
        // Then
        assertThat(location(early)).isEqualTo("http://" + HOST + target);
        go.add("on");
        assertThat(fetch(HOST, target)).endsWith("\r\n\r\nok");
    }

    @Test
    void whoWaitsGetsTheAnswerWhenItIsThere() throws IOException {
        // Given
        before("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        String target = redirected(HOST);
        Wire waiting = gateway.connect().send(get(HOST, target));
        // When
        go.add("on");
        // Then
        assertThat(waiting.message()).endsWith("\r\n\r\nok");
    }

    @Test
    void theConnectionGoesOnAfterA303() throws IOException {
        // Given
        before("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        Wire client = gateway.connect();
        location(client.send(get(HOST, "/")).message());
        go.add("on");
        go.add("on");
        // When
        String second = client.send(get(HOST, "/")).message();
        // Then
        assertThat(second).endsWith("\r\n\r\nok");
    }

    @Test
    void headShowsTheHeadAndTakesNothing() throws IOException {
        // Given
        before("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        String target = redirected(HOST);
        go.add("on");
        fetch(HOST, target);
        // When
        Wire client = gateway.connect().send(get(HOST, target).replace("GET", "HEAD"));
        // Then
        assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n");
        assertThat(fetch(HOST, target)).endsWith("\r\n\r\nok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void otherMethodsAreRefused(String method) throws IOException {
        // Given
        before("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        String target = redirected(HOST);
        // When
        String answer =
                gateway.connect().send(get(HOST, target).replace("GET", method)).message();
        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .endsWith("\r\n\r\nmodal-http: bad redirect method; follow the redirect with GET");
        go.add("on");
    }

    @Test
    void anotherEndpointsAnswerIsNotThere() throws IOException {
        // Given
        before("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        String target = redirected(HOST);
        go.add("on");
        // When
        String answer = fetch("dev--other.localhost:8090", target);
        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 404 Not Found\r\n")
                .endsWith("\r\n\r\nmodal-http: there is no answer of this function call, or not any more");
    }

    @Test
    void aProtectedEndpointsAnswerIsProtected() throws IOException {
        // Given
        before("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        String host = "dev--closed.localhost:8090";
        String target = redirected(host, "Modal-Key: wk-good\r\nModal-Secret: ws-good\r\n");
        go.add("on");
        // When
        String answer = fetch(host, target);
        // Then
        assertThat(answer).startsWith("HTTP/1.1 401 Unauthorized\r\n");
    }

    @Test
    void aLongAnswerIsNotReadUntilItIsFetchedAndGoesOutOnce() throws IOException {
        // Given
        before("HTTP/1.1 200 OK\r\nContent-Length: " + LONG + "\r\n\r\n" + "x".repeat(LONG));
        String target = redirected(HOST);
        go.add("on");
        // When
        String fetched = fetch(HOST, target);
        // Then
        assertThat(fetched).hasSizeGreaterThan(LONG).endsWith("xxx");
        await().until(() -> fetch(HOST, target).startsWith("HTTP/1.1 404 Not Found\r\n"));
    }

    @Test
    void whoLeavesALongAnswerCancelsIt() throws IOException {
        // Given
        before("HTTP/1.1 200 OK\r\nContent-Length: " + LONG + "\r\n\r\n" + "x".repeat(LONG));
        String target = redirected(HOST);
        go.add("on");
        Wire client = gateway.connect().send(get(HOST, target));
        client.head();
        // When
        client.reset();
        // Then
        await().until(() -> upstream.ended.get() == 1);
        gateway.awaitNoLease();
    }

    @Test
    void anAnswerWithoutFramingIsWhole() throws IOException {
        // Given
        before("HTTP/1.1 200 OK\r\n\r\nuntil the end");
        String target = redirected(HOST);
        go.add("on");
        // When
        Wire client = gateway.connect().send(get(HOST, target));
        // Then
        assertThat(client.head()).contains("Transfer-Encoding: chunked\r\n");
        assertThat(client.text("d\r\nuntil the end\r\n0\r\n\r\n".length()))
                .isEqualTo("d\r\nuntil the end\r\n0\r\n\r\n");
    }

    @Test
    void aWorkerThatDiesAfterThe303IsSeenByWhoFetches() throws IOException {
        // Given
        before("");
        String target = redirected(HOST);
        go.add("leave");
        // When
        String answer = fetch(HOST, target);
        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
                .endsWith("modal-http: the function's worker ended the connection before it answered");
    }

    @Test
    void theFunctionsTimeoutHoldsAfterThe303Too() throws IOException {
        // Given
        before(Duration.ofSeconds(1), "");
        String target = redirected(HOST);
        // When
        await().until(() -> gateway.pools.released.get() == 1);
        // Then
        assertThat(fetch(HOST, target))
                .startsWith("HTTP/1.1 504 Gateway Timeout\r\n")
                .contains("modal-http: function execution timed out");
        go.add("leave");
    }

    @Test
    void aHeadIsNotDetached() throws IOException {
        // Given
        before("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        // When
        Wire client = gateway.connect().send(get(HOST, "/").replace("GET", "HEAD"));
        // Then
        assertThat(client.head()).startsWith("HTTP/1.1 504 Gateway Timeout\r\n");
        go.add("on");
    }

    @Test
    void http2IsNoDifferent() throws IOException {
        // Given
        before("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        try (H2 h2 = new H2(gateway.port())) {
            Http2Headers head = h2.request("GET", HOST, "/a", true).head();
            assertThat(head.status()).asString().isEqualTo("303");
            String target = head.get("location").toString().substring("http://".length() + HOST.length());
            go.add("on");
            // When
            H2.Stream fetch = h2.request("GET", HOST, target, true);
            // Then
            assertThat(fetch.head().status()).asString().isEqualTo("200");
            assertThat(fetch.body()).isEqualTo("ok");
        }
    }
}
