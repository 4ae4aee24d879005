package dev.webendpoints.api;

import java.io.IOException;
import java.net.URL;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.jwt.TokenIssuer;
import dev.webendpoints.identity.signin.SignInThrottle;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.RawRequest;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;

/** The control port for an address with too many failed sign-ins. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ThrottledSignInTest {

    private static final String FAILING = "127.0.0.66";
    private static final String OTHER = "127.0.0.67";
    private static final String RIGHT = "ak-throttled.as-throttled";
    private static final String WRONG = "ak-throttled.as-wrong";

    @TestHTTPResource("/")
    URL server;

    @Inject
    Tenants tenants;

    @Inject
    SignInThrottle throttle;

    @Inject
    TokenIssuer issuer;

    private Caller caller;

    @BeforeEach
    void anAddressThatFailedTooOften() {
        caller = tenants.of("throttled");
        tenants.ready();
        while (throttle.take(FAILING)) {}
    }

    @Test
    void aWrongTokenIsTooMany() throws IOException {
        assertThat(list(FAILING, WRONG))
                .startsWith("HTTP/1.1 429 ")
                .containsPattern("Retry-After: [1-4]\r\n")
                .containsPattern("Too many sign-ins have failed from this address; try again in [1-4] s\\.");
    }

    @Test
    void anAddressThatTheCallerClaimsIsNoOther() throws IOException {
        assertThat(list(FAILING, WRONG + "\r\nX-Forwarded-For: 192.0.2.1\r\nForwarded: for=192.0.2.1"))
                .startsWith("HTTP/1.1 429 ");
    }

    @Test
    void aForgedJwtIsTooMany() throws IOException {
        assertThat(list(FAILING, forged())).startsWith("HTTP/1.1 429 ");
    }

    @Test
    void whatIsNoTokenAtAllIsTooMany() throws IOException {
        assertThat(list(FAILING, "nonsense")).startsWith("HTTP/1.1 429 ");
    }

    @Test
    void aRightTokenIsAccepted() throws IOException {
        assertThat(list(FAILING, RIGHT)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aJwtIsAccepted() throws IOException {
        assertThat(list(FAILING, issuer.issue(caller))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void anotherAddressIsToldWhatIsWrong() throws IOException {
        assertThat(list(OTHER, WRONG)).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void aWrongSecretAtTheTokenEndpointIsTooMany() throws IOException {
        // When
        String form = "grant_type=client_credentials&client_id=ak-throttled&client_secret=as-wrong";
        String answer = RawRequest.from(
                FAILING,
                server.getPort(),
                "POST /v1/oauth/token HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                        + form.length() + "\r\n",
                form);

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 429 ")
                .containsPattern("Retry-After: [1-4]\r\n")
                .contains("\"error\":\"slow_down\"");
    }

    @Test
    void aWrongTokenOfTheModalClientIsResourceExhausted() throws IOException {
        // When
        String answer = RawRequest.from(
                FAILING,
                server.getPort(),
                "POST /modal.client.ModalClient/EnvironmentList HTTP/1.1\r\nContent-Type: application/grpc\r\n"
                        + "x-modal-token-id: ak-throttled\r\nx-modal-token-secret: as-wrong\r\nContent-Length: 0\r\n",
                "");

        // Then
        assertThat(answer).contains("grpc-status: 8\r\n");
    }

    private String forged() {
        String jwt = issuer.issue(caller);
        return jwt.substring(0, jwt.lastIndexOf('.') + 1) + "AAAA";
    }

    private String list(String source, String bearer) throws IOException {
        return RawRequest.from(
                source,
                server.getPort(),
                "GET /v1/web-endpoints HTTP/1.1\r\nAuthorization: Bearer " + bearer + "\r\n",
                "");
    }
}
