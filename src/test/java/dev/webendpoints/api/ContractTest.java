package dev.webendpoints.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** Every node of the given contract is in the served document, with the same value; but another server comes first. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ContractTest {

    private static final String FIRST_SERVER = "/servers/0/url";
    private static final String CONTRACT = "/contract/modal-web-endpoints-openapi.yml";

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "json"})
    void theServedDocumentHoldsTheContractUnchanged(String format) throws IOException {
        // Given
        List<Leaf> contract = leaves("", contract())
                .filter(leaf -> !leaf.pointer().equals(FIRST_SERVER))
                .toList();

        // When
        JsonNode served = served(format);

        // Then
        assertThat(contract)
                .hasSize(58)
                .allSatisfy(leaf ->
                        assertThat(served.at(leaf.pointer())).as(leaf.pointer()).isEqualTo(leaf.value()));
    }

    /** Swagger UI sends requests to the first server. */
    @Test
    void thisServerComesBeforeTheContracts() throws IOException {
        assertThat(served("json").at("/servers").findValuesAsText("url"))
                .containsExactly("/v1", contract().at(FIRST_SERVER).asText());
    }

    private static JsonNode contract() throws IOException {
        try (InputStream contract = ContractTest.class.getResourceAsStream(CONTRACT)) {
            return new YAMLMapper().readTree(contract);
        }
    }

    private static JsonNode served(String format) throws IOException {
        String document = given().queryParam("format", format)
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return (format.equals("json") ? new ObjectMapper() : new YAMLMapper()).readTree(document);
    }

    private static Stream<Leaf> leaves(String pointer, JsonNode node) {
        if (node.isObject() && !node.isEmpty()) {
            return node.properties().stream().flatMap(field -> child(pointer, field));
        }
        if (node.isArray() && !node.isEmpty()) {
            return IntStream.range(0, node.size()).boxed().flatMap(i -> leaves(pointer + "/" + i, node.get(i)));
        }
        return Stream.of(new Leaf(pointer, node));
    }

    private static Stream<Leaf> child(String pointer, Map.Entry<String, JsonNode> field) {
        String name = field.getKey().replace("~", "~0").replace("/", "~1");
        return leaves(pointer + "/" + name, field.getValue());
    }

    private record Leaf(String pointer, JsonNode value) {}
}
