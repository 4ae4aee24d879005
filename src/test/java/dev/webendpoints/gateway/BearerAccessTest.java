package dev.webendpoints.gateway;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests endpoints protected by a JWT, over sockets. */
@Timeout(30)
class BearerAccessTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final AtomicReference<String> seen = new AtomicReference<>();

    private void answerOk(Wire wire) throws IOException {
        seen.set(wire.message());
        wire.send(OK);
    }

    private static String get(String headers) {
        return "GET / HTTP/1.1\r\nHost: dev--bearer.localhost\r\n" + headers + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer good.jwt\r\n", "authorization: bearer  good.jwt \r\nX-More: 1\r\n"})
    void aGoodJwtLetsInAndStaysHere(String headers) throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(this::answerOk);
                TestGateway gateway = new TestGateway().before(upstream)) {
            assertThat(gateway.connect().send(get(headers)).message()).endsWith("ok");
            assertThat(seen.get()).doesNotContainIgnoringCase("authorization").doesNotContain("good.jwt");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Authorization: Basic abc\r\n", "Authorization: Bearer\r\n", "Modal-Key: wk-good\r\n"})
    void withoutAJwtTheChallengeSaysWhatIsMissing(String headers) throws IOException {
        try (TestGateway gateway = new TestGateway()) {
            assertThat(gateway.connect().send(get(headers)).message())
                    .startsWith("HTTP/1.1 401 Unauthorized\r\n")
                    .contains("\r\nwww-authenticate: Bearer realm=\"web-endpoints\"\r\n")
                    .endsWith("\r\n\r\nmodal-http: missing credentials for bearer authorization");
            assertThat(gateway.pools.granted).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad.jwt", "good.jwt.", "wk-good.ws-good"})
    void aBadJwtIsRefusedBeforeAnythingStarts(String token) throws IOException {
        try (TestGateway gateway = new TestGateway()) {
            assertThat(gateway.connect()
                            .send(get("Authorization: Bearer " + token + "\r\n"))
                            .message())
                    .startsWith("HTTP/1.1 401 Unauthorized\r\n")
                    .contains("\r\nwww-authenticate: Bearer realm=\"web-endpoints\", error=\"invalid_token\"\r\n")
                    .endsWith("\r\n\r\nmodal-http: invalid credentials for bearer authorization");
            assertThat(gateway.pools.granted).hasValue(0);
        }
    }

    @Test
    void aJwtWithoutTheScopeIsForbiddenBeforeAnythingStarts() throws IOException {
        try (TestGateway gateway = new TestGateway()) {
            assertThat(gateway.connect()
                            .send(get("Authorization: Bearer reading.jwt\r\n"))
                            .message())
                    .startsWith("HTTP/1.1 403 Forbidden\r\n")
                    .contains("\r\nwww-authenticate: Bearer realm=\"web-endpoints\", error=\"insufficient_scope\","
                            + " scope=\"endpoints:call\"\r\n")
                    .endsWith("\r\n\r\nmodal-http: the token lacks the scope endpoints:call");
            assertThat(gateway.pools.granted).hasValue(0);
        }
    }

    @Test
    void aJwtIsNoProxyToken() throws IOException {
        try (TestGateway gateway = new TestGateway()) {
            assertThat(gateway.connect()
                            .send("GET / HTTP/1.1\r\nHost: dev--closed.localhost\r\n"
                                    + "Authorization: Bearer good.jwt\r\n\r\n")
                            .message())
                    .endsWith("modal-http: invalid credentials for proxy authorization");
        }
    }
}
