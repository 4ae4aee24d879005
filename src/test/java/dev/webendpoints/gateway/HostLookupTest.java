package dev.webendpoints.gateway;

import java.io.IOException;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The routes of Hosts, the responses where there is none, and the rate limit, which comes next. */
@Timeout(30)
class HostLookupTest {

    private final AtomicReference<String> seen = new AtomicReference<>();

    private void answerOk(Wire wire) throws IOException {
        seen.set(wire.message());
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    private static String get(String host) {
        return "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    }

    @ParameterizedTest
    @CsvSource({
        "dev--stopped.localhost, app for invoked web endpoint is stopped",
        "Dev--Stopped.localhost.:8090, app for invoked web endpoint is stopped",
        "dev--never.localhost, invalid function call",
        "dev--opne.localhost, invalid function call",
        "example.com, invalid function call",
        "a.b.example.com, invalid function call",
        "api.example.org, invalid function call",
        ".example.com, invalid function call"
    })
    void a404SaysWhetherThereWasSomething(String host, String text) throws IOException {
        try (AccessGateway gateway = AccessGateway.plain()) {
            assertThat(gateway.answer(get(host)))
                    .startsWith("HTTP/1.1 404 Not Found\r\n")
                    .endsWith("\r\n\r\nmodal-http: " + text);
        }
    }

    @Test
    void aHostnameThatIsServedAgainIsServed() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::answerOk);
                AccessGateway gateway = AccessGateway.plain().before(upstream)) {
            assertThat(gateway.answer(get("dev--open.localhost"))).endsWith("ok");
        }
    }

    @Test
    void inDevModeA404NamesWhatMayHaveBeenMeant() throws IOException {
        try (AccessGateway gateway = new AccessGateway(true, OptionalDouble.empty())) {
            assertThat(gateway.answer(get("dev--opne.localhost")))
                    .startsWith("HTTP/1.1 404 Not Found\r\n")
                    .endsWith("\r\n\r\nmodal-http: invalid function call; similar: dev--open");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.example.com", "API.Example.com.", "api.example.com:8090", "api.example.com.:1"})
    void aCustomDomainLeadsToItsEndpointAndStaysTheHost(String host) throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::answerOk);
                AccessGateway gateway = AccessGateway.plain().before(upstream)) {
            assertThat(gateway.answer(get(host))).endsWith("ok");
            assertThat(seen.get()).contains("Host: " + host + "\r\n").contains("X-Forwarded-Host: " + host + "\r\n");
        }
    }

    @Test
    void aWildcardLeadsThereFromOneLabelBelow() throws IOException {
        try (AccessGateway gateway = AccessGateway.plain()) {
            assertThat(gateway.answer(get("any.example.com")))
                    .endsWith("modal-http: missing credentials for proxy authorization");
        }
    }

    @Test
    void anExactDomainComesBeforeAWildcard() throws IOException {
        try (AccessGateway gateway = AccessGateway.plain()) {
            assertThat(gateway.answer(get("closed.example.com")))
                    .endsWith("modal-http: missing credentials for bearer authorization");
        }
    }

    @Test
    void pastTheRateLimitIs429AndWhenToComeBack() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::answerOk);
                AccessGateway gateway = new AccessGateway(false, OptionalDouble.of(1)).before(upstream)) {
            gateway.answer(get("dev--open.localhost"));

            assertThat(gateway.answer(get("dev--open.localhost")))
                    .startsWith("HTTP/1.1 429 Too Many Requests\r\n")
                    .contains("\r\nretry-after: 1\r\n")
                    .endsWith("\r\n\r\nmodal-http: the rate limit of this endpoint is reached: 1 requests per second"
                            + " (webendpoints.gateway.rate-limit.endpoint)");
        }
    }

    @Test
    void whoHasNoCredentialsUsesNothingUp() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::answerOk);
                AccessGateway gateway = new AccessGateway(false, OptionalDouble.of(1)).before(upstream)) {
            for (int i = 0; i < 3; i++) {
                gateway.answer(get("dev--app.localhost"));
            }

            assertThat(gateway.answer("GET / HTTP/1.1\r\nHost: dev--app.localhost\r\n"
                            + "Authorization: Bearer wk-good.ws-good\r\n\r\n"))
                    .endsWith("ok");
        }
    }
}
