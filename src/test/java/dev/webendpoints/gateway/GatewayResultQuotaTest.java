package dev.webendpoints.gateway;

import java.io.IOException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How many responses are kept for later, in all and for one workspace. */
@Tag("long")
class GatewayResultQuotaTest extends GatewayResultFixture {

    @Test
    void tooManyAtOnceAre504() throws IOException {
        // Given
        before("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        for (int i = 0; i < TestGateway.RESULTS.maxCount(); i++) {
            redirected(i < TestGateway.RESULTS.workspaceShare() ? HOST : OTHER_WORKSPACE);
        }
        // When
        String answer = fetch(OTHER_WORKSPACE, "/");
        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 504 Gateway Timeout\r\n")
                .endsWith("(webendpoints.gateway.response-start-timeout)");
        letGo(TestGateway.RESULTS.maxCount() + 1);
    }

    @Test
    void aWorkspaceThatHasItsShareIs504() throws IOException {
        // Given
        before("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        fillShare();
        // When
        String answer = fetch(HOST, "/");
        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 504 Gateway Timeout\r\n")
                .endsWith("(webendpoints.gateway.results.max-count-per-workspace)");
        letGo(TestGateway.RESULTS.workspaceShare() + 1);
    }

    @Test
    void aWorkspaceThatHasItsShareLeavesThoseOfOthers() throws IOException {
        // Given
        before("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        fillShare();
        // When
        String answer = fetch(OTHER_WORKSPACE, "/");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 303 See Other\r\n");
        letGo(TestGateway.RESULTS.workspaceShare() + 1);
    }

    private void fillShare() throws IOException {
        for (int i = 0; i < TestGateway.RESULTS.workspaceShare(); i++) {
            redirected(HOST);
        }
    }

    private void letGo(int calls) {
        for (int i = 0; i < calls; i++) {
            go.add("on");
        }
    }
}
