package dev.webendpoints.boot;

import java.io.IOException;
import java.net.URL;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.identity.signin.SignInThrottle;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.RawRequest;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Access control of {@code /q/metrics}. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class MetricsAccessTest {

    private static final String METRIC = "webendpoints_gateway_requests_active";

    @TestHTTPResource("/")
    URL server;

    @Inject
    Tenants tenants;

    @Inject
    SignInThrottle throttle;

    @Inject
    ManagementListener management;

    @BeforeEach
    void aTenant() {
        tenants.of("curious");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/metrics",
                "/q/metrics/",
                "/q//metrics",
                "//q/metrics",
                "/q/metrics;x",
                "/q;x=y/metrics",
                "/q/metrics?x",
                "/q/metrics/x",
                "/q/./metrics",
                "/q/x/../metrics",
                "/q/%6detrics",
                "/%71/metrics",
                "/q%2fmetrics",
                "/q/metrics%2f",
                "/q/metrics%00",
                "/v1/../q/metrics",
                "/q/health/..;/metrics",
                "/q/health/%2e%2e/metrics",
                "/Q/METRICS",
                "http://localhost/q/metrics"
            })
    void noSpellingShowsThemWithoutAToken(String path) throws IOException {
        assertThat(get(server.getPort(), path, "")).doesNotContain(METRIC).containsPattern("^HTTP/1.1 40[014] ");
    }

    @Test
    void withoutATokenTheChallengeSaysSo() throws IOException {
        assertThat(get(server.getPort(), "/q/metrics", ""))
                .startsWith("HTTP/1.1 401 ")
                .containsIgnoringCase("\r\nwww-authenticate: Bearer realm=\"web-endpoints\"\r\n");
    }

    @Test
    void aTenantDoesNotSeeThem() throws IOException {
        assertThat(get(server.getPort(), "/q/metrics", bearer("ak-curious.as-curious")))
                .startsWith("HTTP/1.1 403 ")
                .contains("The token lacks the scope metrics:read.");
    }

    @Test
    void aWrongTokenDoesNotSeeThem() throws IOException {
        assertThat(get(server.getPort(), "/q/metrics", bearer("ak-dev.as-wrong")))
                .startsWith("HTTP/1.1 401 ");
    }

    @Test
    void aTokenWithTheScopeSeesThem() throws IOException {
        assertThat(get(server.getPort(), "/q/metrics", bearer(Tenants.DEV)))
                .startsWith("HTTP/1.1 200 ")
                .contains(METRIC);
    }

    @Test
    void wrongTokensAreSlowedDown() throws IOException {
        // Given
        while (throttle.take("127.0.0.68")) {}

        // When
        String answer = RawRequest.from(
                "127.0.0.68", server.getPort(), "GET /q/metrics HTTP/1.1\r\n" + bearer("ak-dev.as-wrong"), "");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 429 ").containsPattern("(?i)\r\nretry-after: [1-4]\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/openapi"})
    void whatShowsNoTrafficAsksForNothing(String path) throws IOException {
        assertThat(get(server.getPort(), path, "")).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/metrics", "/q/health", "/q/health/live", "/q/health/ready", "/q/health/group/gateway"})
    void theManagementPortAsksForNothing(String path) throws IOException {
        assertThat(get(management.port(), path, "")).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/q/openapi",
                "/v1/web-endpoints",
                "/q/health/../../v1/web-endpoints",
                "/q/metrics/%2e%2e/openapi",
                "/modal.client.ModalClient/ClientHello"
            })
    void theManagementPortHasNothingElse(String path) throws IOException {
        assertThat(get(management.port(), path, bearer(Tenants.DEV))).startsWith("HTTP/1.1 404 ");
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private static String get(int port, String path, String headers) throws IOException {
        return RawRequest.from("127.0.0.1", port, "GET " + path + " HTTP/1.1\r\n" + headers, "");
    }
}
