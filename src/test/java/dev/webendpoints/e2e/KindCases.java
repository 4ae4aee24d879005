package dev.webendpoints.e2e;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** Every kind of web function, deployed by one version of the client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KindCases {

    private final LiveServer server = SharedServer.get();
    private String app;
    private String output;

    /** Returns the version of the client. */
    abstract String version();

    @BeforeAll
    void deploy() {
        app = "kinds-" + version().replace('.', '-');
        output = ModalCli.of(version(), server)
                .with("WEBENDPOINTS_TEST_APP", app)
                .with("WEBENDPOINTS_TEST_PORT", "8" + version().replace(".", ""))
                .deploy(TestApps.KINDS)
                .succeeded()
                .output();
    }

    @Test
    void theClientPrintsTheUrls() {
        assertThat(output).contains("http://" + server.host("e2e--" + app + "-square"));
    }

    @Test
    void aFastApiEndpointAnswers() {
        assertThat(server.get(host("square"), "/?x=7").body()).isEqualTo("{\"square\":49}");
    }

    @Test
    void aFastApiEndpointSaysWhatIsMissing() {
        assertThat(server.get(host("square"), "/").statusCode()).isEqualTo(422);
    }

    @Test
    void aFastApiEndpointHasNoDocsUnlessAskedTo() {
        assertThat(server.get(host("square"), "/docs").statusCode()).isEqualTo(404);
    }

    @Test
    void aFastApiEndpointHasDocsWhenAskedTo() {
        assertThat(server.get(host("surroundings"), "/openapi.json").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aFunctionSeesItsImageItsSecretsAndItsFolder() {
        // When
        HttpResponse<String> answer = server.send(server.to(host("surroundings"), "/")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"who\": \"me\"}"))
                .build());
        // Then
        assertThat(answer.body())
                .isEqualTo("{\"asked\":{\"who\":\"me\"},\"greeting\":\"hello from the image\",\"secret\":\"sesame\","
                        + "\"local\":false,\"cwd\":\"/root\"}");
    }

    @Test
    void anAsgiAppKnowsItsCallerAndItsUrl() {
        assertThat(server.get(host("asgi"), "/client").body())
                .isEqualTo("{\"host\":\"127.0.0.1\",\"url\":\"http://" + server.host(host("asgi"))
                        + "/client\",\"scheme\":\"http\"}");
    }

    @Test
    void anAsgiAppSeesThePathAndTheQueryAsTheyWereSent() {
        assertThat(server.get(host("asgi"), "/path/a%2Fb;c?x=1;y&z=%20").body())
                .isEqualTo("{\"raw\":\"/path/a%2Fb;c\",\"query\":\"x=1;y&z=%20\"}");
    }

    @Test
    void aWsgiAppTakesABody() {
        // When
        HttpResponse<String> answer = server.send(server.to(host("wsgi"), "/")
                .POST(HttpRequest.BodyPublishers.ofString("12345"))
                .build());
        // Then
        assertThat(answer.body()).isEqualTo("POST 5");
    }

    @Test
    void aWsgiAppStreams() {
        assertThat(server.get(host("wsgi"), "/stream").body()).isEqualTo("line 0\nline 1\nline 2\n");
    }

    @Test
    void aProgramOnAPortAnswers() {
        assertThat(server.get(host("server"), "/page.txt").body()).isEqualTo("served by a program of its own");
    }

    @Test
    void theMethodsOfAClassShareAWorker() {
        // When
        String first = server.get(host("model-first"), "/").body();
        String second = server.get(host("model-second"), "/").body();
        // Then
        assertThat(pidOf(second)).isEqualTo(pidOf(first));
    }

    @Test
    void theParametersOfAClassComeFromTheQuery() {
        assertThat(server.get(host("greeter-greet"), "/?greeting=hello&times=2&name=you")
                        .body())
                .startsWith("{\"said\":\"hello hello you\"");
    }

    @Test
    void otherParametersHaveAnotherWorker() {
        // When
        String first =
                server.get(host("greeter-greet"), "/?greeting=hello&name=you").body();
        String second =
                server.get(host("greeter-greet"), "/?greeting=bye&name=you").body();
        // Then
        assertThat(first.substring(first.indexOf("worker"))).isNotEqualTo(second.substring(second.indexOf("worker")));
    }

    @Test
    void aParameterWithoutAValueIsNamed() {
        // When
        HttpResponse<String> answer = server.get(host("greeter-greet"), "/?name=you");
        // Then
        assertThat(answer.body()).isEqualTo("modal-http: the query must give a value for greeting");
    }

    @Test
    void aSerializedFunctionAnswers() {
        assertThat(server.get(host("serialized"), "/").body()).isEqualTo("\"from a pickle\"");
    }

    @Test
    void aProtectedEndpointRefusesWhoHasNoToken() {
        // When
        HttpResponse<String> answer = server.get(host("protected"), "/");
        // Then
        assertThat(answer.body()).isEqualTo("modal-http: missing credentials for proxy authorization");
    }

    private String host(String label) {
        return "e2e--" + app + "-" + label;
    }

    private static String pidOf(String answer) {
        return answer.substring(answer.indexOf("\"pid\""));
    }
}
