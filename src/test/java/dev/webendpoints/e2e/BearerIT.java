package dev.webendpoints.e2e;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** An endpoint that the operator has closed to all but JWTs, made at the token endpoint, used at the gateway. */
@Tag("long")
class BearerIT {

    private static final String HOST = "e2e--closable-web";
    private static final Pattern JWT = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final Pattern ENDPOINT =
            Pattern.compile("\"endpoint_id\":\"(we-\\w+)\"[^}]*\"url\":\"http://" + HOST + "\\.");

    @TempDir
    static Path folder;

    private static LiveServer server;
    private static ModalCli modal;

    @BeforeAll
    static void anEndpointOfBearers() {
        server = SharedServer.get();
        modal = ModalCli.of(ModalCli.NEWEST, server);
        modal.deploy(TestApps.answering(folder, "closable", "first")).succeeded();
        HttpResponse<String> set = server.send(server.api("/v1/web-endpoints/" + endpointId() + "/auth")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"auth\":\"bearer\"}"))
                .build());
        assertThat(set.statusCode()).isEqualTo(204);
    }

    @Test
    void aJwtOfThisServerOpensIt() {
        assertThat(call("Bearer " + jwt()).statusCode()).isEqualTo(200);
    }

    @Test
    void anApiTokenItselfDoesNot() {
        assertThat(call("Bearer " + LiveServer.TOKEN_ID + "." + LiveServer.TOKEN_SECRET)
                        .body())
                .isEqualTo("modal-http: invalid credentials for bearer authorization");
    }

    @Test
    void itStaysClosedOverARedeploy() {
        // When
        modal.deploy(TestApps.answering(folder, "closable", "second")).succeeded();
        // Then
        assertThat(server.get(HOST, "/").body()).isEqualTo("modal-http: missing credentials for bearer authorization");
    }

    private static HttpResponse<String> call(String authorization) {
        return server.send(
                server.to(HOST, "/").header("Authorization", authorization).build());
    }

    private static String endpointId() {
        return found(
                ENDPOINT,
                server.send(server.api("/v1/web-endpoints?limit=1000").build()).body());
    }

    private static String jwt() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.controlUrl() + "/v1/oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&client_id=" + LiveServer.TOKEN_ID
                        + "&client_secret=" + LiveServer.TOKEN_SECRET))
                .build();
        return found(JWT, server.send(request).body());
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }
}
