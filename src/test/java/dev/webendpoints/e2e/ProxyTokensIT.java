package dev.webendpoints.e2e;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Proxy tokens made by the real client, used at the gateway. */
class ProxyTokensIT {

    private static final Pattern TOKEN = Pattern.compile("(wk-\\w+)(?s:.*?)(ws-\\w+)");
    private static final Duration REVOKED_WITHIN = Duration.ofSeconds(5);
    private static final String HOST = "e2e--guarded-web";

    @TempDir
    static Path folder;

    private static LiveServer server;
    private static ModalCli modal;

    @BeforeAll
    static void deploy() {
        server = SharedServer.get();
        modal = ModalCli.of(ModalCli.NEWEST, server);
        modal.deploy(TestApps.written(folder, "guarded", """
                        import modal

                        app = modal.App("guarded")


                        @app.function()
                        @modal.asgi_app(requires_proxy_auth=True)
                        def web():
                            async def application(scope, receive, send):
                                names = b",".join(name for name, value in scope["headers"])
                                await send({"type": "http.response.start", "status": 200, "headers": []})
                                await send({"type": "http.response.body", "body": names})

                            return application
                        """)).succeeded();
    }

    @Test
    void aTokenOpensTheEndpoint() {
        assertThat(call(created("opens")).statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenNeverReachesTheFunction() {
        assertThat(call(created("hidden")).body()).doesNotContain("modal-key", "modal-secret");
    }

    @Test
    void aWrongSecretIsRefused() {
        // Given
        Token token = created("wrong");
        // When
        HttpResponse<String> answer = call(new Token(token.id(), "ws-wrong"));
        // Then
        assertThat(answer.body()).isEqualTo("modal-http: invalid credentials for proxy authorization");
    }

    @Test
    void aDeletedTokenIsDead() {
        // Given
        Token token = created("deleted");
        // When
        modal.run("workspace", "proxy-tokens", "delete", token.id(), "--yes").succeeded();
        // Then
        await().atMost(REVOKED_WITHIN)
                .untilAsserted(() -> assertThat(call(token).statusCode()).isEqualTo(401));
    }

    private static Token created(String name) {
        Matcher printed = TOKEN.matcher(modal.run("workspace", "proxy-tokens", "create", "--name", name)
                .succeeded()
                .output());
        assertThat(printed.find()).isTrue();
        return new Token(printed.group(1), printed.group(2));
    }

    private static HttpResponse<String> call(Token token) {
        return server.send(server.to(HOST, "/")
                .header("Modal-Key", token.id())
                .header("Modal-Secret", token.secret())
                .build());
    }

    private record Token(String id, String secret) {}
}
