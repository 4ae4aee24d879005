package dev.webendpoints.gateway;

import java.io.IOException;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Preflight requests, which a browser sends without credentials before a request that has some. */
@Timeout(30)
class CorsPreflightTest {

    private static final String ASKS = "Origin: https://page.example\r\nAccess-Control-Request-Method: POST\r\n";

    private final AtomicReference<String> seen = new AtomicReference<>();

    private void answerNoContent(Wire wire) throws IOException {
        seen.set(wire.message());
        wire.send("HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: https://page.example\r\n\r\n");
    }

    private static String options(String label, String headers) {
        return "OPTIONS / HTTP/1.1\r\nHost: " + label + ".localhost\r\n" + headers + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev--fast", "dev--token"})
    void aFastApiEndpointsPreflightIsAnsweredAsItWouldItself(String label) throws IOException {
        try (AccessGateway gateway = AccessGateway.plain()) {
            String answer = gateway.answer(
                    options(label, ASKS + "Access-Control-Request-Headers: modal-key, modal-secret\r\n"));

            assertThat(answer)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("\r\ncontent-type: text/plain; charset=utf-8\r\n")
                    .contains("\r\naccess-control-allow-origin: https://page.example\r\n")
                    .contains("\r\naccess-control-allow-credentials: true\r\n")
                    .contains("\r\naccess-control-allow-headers: modal-key, modal-secret\r\n")
                    .contains("\r\naccess-control-allow-methods: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT\r\n")
                    .contains("\r\naccess-control-max-age: 600\r\n")
                    .contains("\r\nvary: Origin\r\n")
                    .endsWith("\r\n\r\nOK");
            assertThat(gateway.pools.granted).hasValue(0);
        }
    }

    @Test
    void aMethodThatIsNoneIsDisallowed() throws IOException {
        try (AccessGateway gateway = AccessGateway.plain()) {
            assertThat(gateway.answer(options("dev--fast", ASKS.replace("POST", "BREW"))))
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .endsWith("\r\n\r\nDisallowed CORS method");
        }
    }

    @Test
    void anotherKindsPreflightIsTheFunctionsToAnswerWithoutCredentials() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::answerNoContent);
                AccessGateway gateway = AccessGateway.plain().before(upstream);
                Wire client = gateway.connect()) {
            assertThat(client.send(options("dev--app", ASKS + "Authorization: Basic abc\r\n"))
                            .head())
                    .startsWith("HTTP/1.1 204 No Content\r\n");
            assertThat(seen.get())
                    .startsWith("OPTIONS / HTTP/1.1\r\n")
                    .contains("Access-Control-Request-Method: POST\r\n")
                    .doesNotContain("Authorization");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://page.example\r\n",
                "Access-Control-Request-Method: POST\r\n",
                ASKS + "Content-Length: 1\r\n",
                ASKS + "Transfer-Encoding: chunked\r\n",
                ASKS + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
            })
    void whatIsNoPreflightNeedsCredentials(String headers) throws IOException {
        try (AccessGateway gateway = AccessGateway.plain()) {
            assertThat(gateway.answer(options("dev--app", headers))).startsWith("HTTP/1.1 401 Unauthorized\r\n");
            assertThat(gateway.pools.granted).hasValue(0);
        }
    }

    @Test
    void anotherMethodThanOptionsIsNoPreflight() throws IOException {
        try (AccessGateway gateway = AccessGateway.plain()) {
            assertThat(gateway.answer("GET / HTTP/1.1\r\nHost: dev--app.localhost\r\n" + ASKS + "\r\n"))
                    .startsWith("HTTP/1.1 401 Unauthorized\r\n");
        }
    }

    @Test
    void badCredentialsAreRefusedInAPreflightToo() throws IOException {
        try (AccessGateway gateway = AccessGateway.plain()) {
            assertThat(gateway.answer(options("dev--token", ASKS + "Authorization: Bearer bad.jwt\r\n")))
                    .startsWith("HTTP/1.1 401 Unauthorized\r\n");
        }
    }

    @Test
    void aPreflightThatReachesAFunctionCountsForTheRateLimit() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::answerNoContent);
                AccessGateway gateway = new AccessGateway(false, OptionalDouble.of(1)).before(upstream);
                Wire client = gateway.connect()) {
            client.send(options("dev--app", ASKS)).head();

            assertThat(gateway.answer(options("dev--app", ASKS))).startsWith("HTTP/1.1 429 Too Many Requests\r\n");
        }
    }
}
