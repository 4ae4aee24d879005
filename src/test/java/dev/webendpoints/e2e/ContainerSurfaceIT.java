package dev.webendpoints.e2e;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

/** What the code of a function finds in its container, deployed with the real client. */
class ContainerSurfaceIT {

    private static final Path APP = Path.of("src", "test", "resources", "apps", "surface.py");

    @TempDir
    static Path folder;

    private static LiveServer server;

    @BeforeAll
    static void deploy() throws IOException {
        server = SharedServer.get();
        ModalCli.of(ModalCli.NEWEST, server)
                .deploy(Files.copy(APP, folder.resolve("surface.py")))
                .succeeded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"forked", "snapshot", "program", "protobuf"})
    void theContainerIsIdentified(String function) throws IOException {
        // When
        JsonNode container = answer(function).path("container");
        // Then
        assertThat(container.findValuesAsText("TASK_ID")).singleElement(STRING).startsWith("ta-");
        assertThat(container.path("IMAGE_ID").asText()).startsWith("im-");
        assertThat(container)
                .filteredOn(value -> !value.asText().contains("-"))
                .extracting(JsonNode::asText)
                .containsExactly("1", "main", "local", "CLOUD_PROVIDER_UNSPECIFIED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"forked", "snapshot", "protobuf"})
    void theIdOfTheCallIsThatOfTheAnswer(String function) throws IOException {
        // When
        HttpResponse<String> answer = server.get("e2e--surface-" + function, "/");
        // Then
        String id = answer.headers().firstValue("modal-function-call-id").orElseThrow();
        assertThat(new ObjectMapper().readTree(answer.body()).path("ids"))
                .extracting(JsonNode::asText)
                .containsExactly(id, "in-" + id.substring(id.indexOf('-') + 1));
    }

    @ParameterizedTest
    @CsvSource({"forked,true", "protobuf,false", "websockets,false", "openssl,false"})
    void onlyAFunctionWithOtherAnswersIsNotForked(String function, boolean forked) throws IOException {
        assertThat(answer(function).path("forked").asBoolean()).isEqualTo(forked);
    }

    @ParameterizedTest
    @CsvSource({"protobuf,python", "websockets,1234", "openssl,TLSv1_2"})
    void aVariableThatALibraryReadsAtItsImportIsObeyed(String function, String value) throws IOException {
        assertThat(answer(function).path("found").asText()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "protobuf,PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION",
        "websockets,WEBSOCKETS_MAX_LINE_LENGTH",
        "openssl,OPENSSL_CONF"
    })
    void theLogNamesTheVariable(String function, String variable) throws IOException {
        // When
        answer(function);
        // Then
        assertThat(server.log()).contains("variable=" + variable);
    }

    private static JsonNode answer(String function) throws IOException {
        return new ObjectMapper()
                .readTree(server.get("e2e--surface-" + function, "/").body());
    }
}
