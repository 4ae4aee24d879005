package dev.webendpoints.gateway;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Invalid proxy tokens, one after another from one address. */
@Timeout(30)
class ThrottledAccessTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @ParameterizedTest
    @ValueSource(strings = {"Modal-Key: wk-good\r\nModal-Secret: ws-wrong\r\n", "Authorization: Bearer wk-x.ws-x\r\n"})
    void wrongTokensAreSlowedDown(String headers) throws IOException {
        try (AccessGateway gateway = AccessGateway.throttled(2)) {
            // Given
            gateway.answer(get(headers));
            gateway.answer(get(headers));
            // When
            String answer = gateway.answer(get(headers));
            // Then
            assertThat(answer)
                    .startsWith("HTTP/1.1 429 Too Many Requests\r\n")
                    .contains("\r\nretry-after: 30\r\n")
                    .endsWith("\r\n\r\nmodal-http: too many invalid credentials from this address");
        }
    }

    @Test
    void anAddressThatTheCallerClaimsIsNoOther() throws IOException {
        try (AccessGateway gateway = AccessGateway.throttled(1)) {
            // Given
            gateway.answer(get("X-Forwarded-For: 192.0.2.1\r\nAuthorization: Bearer wk-x.ws-x\r\n"));
            // When
            String answer = gateway.answer(get("X-Forwarded-For: 192.0.2.2\r\nAuthorization: Bearer wk-x.ws-x\r\n"));
            // Then
            assertThat(answer).startsWith("HTTP/1.1 429 Too Many Requests\r\n");
        }
    }

    @Test
    void aRightTokenIsAcceptedAllTheSame() throws IOException {
        try (TestUpstream upstream = TestUpstream.unix(wire -> {
                    wire.message();
                    wire.send(OK);
                });
                AccessGateway gateway = AccessGateway.throttled(1).before(upstream)) {
            // Given
            gateway.answer(get("Authorization: Bearer wk-x.ws-x\r\n"));
            gateway.answer(get("Authorization: Bearer wk-x.ws-x\r\n"));
            // When
            String answer = gateway.answer(get("Authorization: Bearer wk-good.ws-good\r\n"));
            // Then
            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void noTokenIsNoWrongOne() throws IOException {
        try (AccessGateway gateway = AccessGateway.throttled(1)) {
            // Given
            gateway.answer(get(""));
            gateway.answer(get(""));
            // When
            String answer = gateway.answer(get("Authorization: Bearer wk-x.ws-x\r\n"));
            // Then
            assertThat(answer).startsWith("HTTP/1.1 401 Unauthorized\r\n");
        }
    }

    private static String get(String headers) {
        return "GET / HTTP/1.1\r\nHost: dev--fast.localhost\r\n" + headers + "\r\n";
    }
}
