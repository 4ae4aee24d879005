package dev.webendpoints.boot;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.gateway.Gateway;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

/** {@code /q/metrics} shows what {@code docs/metrics.md} describes. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class MetricsPageTest {

    private static final String UNKNOWN = "{endpoint=\"none\",kind=\"none\",reason=\"unknown_host\",status=\"4xx\"}";

    @Inject
    Gateway gateway;

    @BeforeEach
    void aRequestToNobody() throws IOException {
        URI nobody = URI.create("http://127.0.0.1:" + gateway.port() + "/");
        HttpURLConnection connection = (HttpURLConnection) nobody.toURL().openConnection();
        assertThat(connection.getResponseCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webendpoints_gateway_requests_seconds_count" + UNKNOWN,
                "webendpoints_gateway_requests_seconds_sum" + UNKNOWN,
                "webendpoints_gateway_requests_seconds_max" + UNKNOWN,
                "webendpoints_gateway_requests_active 0.0",
                "webendpoints_gateway_connections ",
                "webendpoints_gateway_direct_memory_bytes ",
                "webendpoints_gateway_access_log_dropped_total 0.0",
                "webendpoints_workers{state=\"ready\"} 0.0",
                "webendpoints_requests_running 0.0",
                "webendpoints_requests_waiting 0.0",
                "webendpoints_sign_in_refused_total "
            })
    void everyMetricIsThere(String line) {
        given().auth()
                .preemptive()
                .oauth2(Tenants.DEV)
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("\n" + line));
    }
}
