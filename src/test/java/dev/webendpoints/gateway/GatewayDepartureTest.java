package dev.webendpoints.gateway;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The client leaves, or breaks off its request, while the worker handles it. */
@Timeout(30)
class GatewayDepartureTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: dev--open.localhost\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: dev--open.localhost\r\nContent-Length: 2\r\n\r\nhi";

    private final AtomicInteger requests = new AtomicInteger();

    /** Reads a request's head, and then until the gateway closes the connection. */
    private void thinks(Wire wire) throws IOException {
        wire.head();
        requests.incrementAndGet();
        wire.rest();
    }

    @Test
    void aCallerWhoLeavesByAResetWhileTheWorkerThinksCancelsIt() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::thinks);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(GET);
            await().until(() -> requests.get() == 1);
            client.reset();
            await().until(() -> upstream.ended.get() == 1);
            gateway.awaitNoLease();
        }
    }

    @Test
    void aCallerOfHttp10WhoEndsItsHalfWhileTheWorkerThinksHasLeft() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::thinks);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(GET.replace("1.1", "1.0"));
            await().until(() -> requests.get() == 1);
            client.endOutput();
            assertThat(client.rest()).isEmpty();
            await().until(() -> upstream.ended.get() == 1);
        }
    }

    private static void leave(Wire client, boolean byReset) throws IOException {
        if (byReset) {
            client.reset();
        } else {
            client.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCallerWhoLeavesASilentStreamCancelsIt(boolean byReset) throws IOException {
        TestUpstream.Script script = wire -> {
            wire.message();
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            wire.rest();
        };
        try (TestUpstream upstream = TestUpstream.tcp(script);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect().send(GET);
            client.head();
            leave(client, byReset);
            await().until(() -> upstream.ended.get() == 1);
            gateway.awaitNoLease();
        }
    }

    @Test
    void aCallerWhoLeavesInTheMiddleOfAnUploadCancelsIt() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::thinks);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            client.send(POST.replace(": 2", ": 20"));
            await().until(() -> requests.get() == 1);
            client.close();
            await().until(() -> upstream.ended.get() == 1);
            gateway.awaitNoLease();
        }
    }

    @Test
    void aChunkedUploadThatBreaksItsFramingIsRefusedAndCancelled() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::thinks);
                TestGateway gateway = new TestGateway().before(upstream)) {
            Wire client = gateway.connect();
            client.send(POST.replace("Content-Length: 2\r\n\r\nhi", "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n"));
            await().until(() -> requests.get() == 1);
            assertThat(client.send(" 1\r\na\r\n0\r\n\r\n").rest()).startsWith("HTTP/1.1 400 Bad Request\r\n");
            await().until(() -> upstream.ended.get() == 1);
        }
    }
}
