package dev.webendpoints.e2e;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code custom_domains=} of the real client, on a server whose operator vouches for the domain. */
@Tag("long")
class CustomDomainsIT {

    private static final String DOMAIN = "api.shop.example";

    @TempDir
    static Path folder;

    private static LiveServer server;
    private static ModalCli modal;

    @BeforeAll
    static void aServerThatVouches() {
        server = SharedServer.restart(Map.of("WEBENDPOINTS_GATEWAY_DOMAINS_ALLOWED", "e2e=shop.example"));
        modal = ModalCli.of(ModalCli.NEWEST, server);
    }

    @Test
    void aDeployServesItsDomainAtOnceAndPrintsIt() {
        // When
        ModalCli.Result result = modal.deploy(app("shop", DOMAIN)).succeeded();
        // Then
        assertThat(result.output()).contains("http://" + DOMAIN + ":" + server.gatewayPort());
        assertThat(get(DOMAIN).body()).isEqualTo(DOMAIN);
    }

    @Test
    void aDomainEndsWithItsApp() {
        // Given
        modal.deploy(app("brief", "brief.shop.example")).succeeded();
        // When
        modal.run("app", "stop", "brief", "--yes").succeeded();
        // Then
        assertThat(get("brief.shop.example").statusCode()).isEqualTo(404);
        assertThat(server.get("e2e--brief-web", "/").body())
                .isEqualTo("modal-http: app for invoked web endpoint is stopped");
    }

    @Test
    void aDomainThatIsNoneFailsTheDeployWithTheRule() {
        // When
        ModalCli.Result result = modal.deploy(app("bad", "no_domain.example"));
        // Then
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains("'no_domain.example' is not a valid domain");
    }

    /** Answers the host that the function sees. */
    private static Path app(String name, String domain) {
        return TestApps.written(folder, name, """
                import modal

                app = modal.App("%s")


                @app.function()
                @modal.asgi_app(custom_domains=["%s"])
                def web():
                    async def application(scope, receive, send):
                        host = dict(scope["headers"])[b"host"]
                        await send({"type": "http.response.start", "status": 200, "headers": []})
                        await send({"type": "http.response.body", "body": host})

                    return application
                """.formatted(name, domain));
    }

    private static HttpResponse<String> get(String host) {
        return server.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.gatewayPort() + "/"))
                .header("Host", host)
                .timeout(Duration.ofSeconds(60))
                .build());
    }
}
