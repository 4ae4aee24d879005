package dev.webendpoints.api;

import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;

/** A path of the control API has many spellings; none of them bypasses authentication. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PathSpellingsTest {

    @TestHTTPResource("/")
    URL server;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/web-endpoints",
                "//v1/web-endpoints",
                "/v1//web-endpoints",
                "/v1/web-endpoints/",
                "/v1/web-endpoints//",
                "/v1/web-endpoints;x",
                "/v1;x=y/web-endpoints",
                "/;/v1/web-endpoints",
                "/v1/web-endpoints%3bx",
                "/v1/%77eb-endpoints",
                "/v1/web%2Dendpoints",
                "/%76%31/web-endpoints",
                "/v1%2fweb-endpoints",
                "/v1%2Fweb-endpoints",
                "/v1%5cweb-endpoints",
                "/v1\\web-endpoints",
                "/v1/./web-endpoints",
                "/v1/x/../web-endpoints",
                "/v1/%2e/web-endpoints",
                "/v1/x/%2e%2e/web-endpoints",
                "/q/../v1/web-endpoints",
                "/q/openapi/../../v1/web-endpoints",
                "/q/openapi/..;/..;/v1/web-endpoints",
                "/V1/web-endpoints",
                "/v1/WEB-ENDPOINTS",
                "/v1/web-endpoints?x",
                "/v1/web-endpoints%00",
                "/v1/web-endpoints.json",
                "http://localhost/v1/web-endpoints"
            })
    void noSpellingIsAWayAroundAuthentication(String path) throws IOException {
        // When
        String answer = answer("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        // Then
        assertThat(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3))
                .isIn("400", "401", "404");
        assertThat(answer).doesNotContain("we-").doesNotContain("endpoint_id");
    }

    private String answer(String request) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
