package dev.webendpoints.app.publication;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.Test;

import dev.webendpoints.app.App;
import dev.webendpoints.app.DefinedApp;
import dev.webendpoints.app.LinkedFunction;
import dev.webendpoints.function.FunctionSpec;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/** What is read for the start of a worker: the app of the definition, its spec, and the functions of the app. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class StartedFunctionTest extends PublishingFixture {

    private List<LinkedFunction> linked(App app) {
        return Await.item(() -> functions.linked(app.id));
    }

    private FunctionSpec spec(String definitionId) {
        return Await.item(() -> functions.spec(definitionId));
    }

    private String newestDefinition(String functionId) {
        return Await.item(() -> database.preparedQuery(
                                "select id from function_definition where function_id = $1 order by created_at desc")
                        .execute(Tuple.of(functionId)))
                .iterator()
                .next()
                .getString("id");
    }

    @Test
    void theFunctionsOfTheAppComeWithTheirHostnames() {
        // Given
        App app = deploying("hello");
        String f = defined(app, "f", "im-1", null);
        publish(app, Map.of("f", f, "g", defined(app, "g", "im-1", null)));
        // When
        List<LinkedFunction> found = linked(app);
        // Then
        String host = caller.workspace() + "--hello-";
        assertThat(found)
                .extracting(LinkedFunction::tag, LinkedFunction::method, LinkedFunction::hostname)
                .containsExactly(tuple("f", "", host + "f"), tuple("g", "", host + "g"));
    }

    @Test
    void aFunctionOfAnAppWithoutADeploymentHasNoOthers() {
        // Given
        App app = deploying("hello");
        defined(app, "f", "im-1", null);
        // When
        List<LinkedFunction> found = linked(app);
        // Then
        assertThat(found).isEmpty();
    }

    @Test
    void theEnvironmentIsNamed() {
        // Given
        String definitionId = newestDefinition(defined(deploying("hello"), "f", "im-1", null));
        // When
        DefinedApp found = Await.item(() -> functions.appOf(definitionId));
        // Then
        assertThat(found.environmentName()).isEqualTo(main.name);
    }

    @Test
    void aRememberedSpecIsTheOneOfItsDefinition() {
        // Given
        App app = deploying("hello");
        String f = defined(app, "f", "im-1", null);
        String former = newestDefinition(f);
        defined(app, "f", "im-2", null);
        String newer = newestDefinition(f);
        spec(former);
        spec(newer);
        // When
        FunctionSpec found = spec(former);
        // Then
        assertThat(found.imageId()).isEqualTo("im-1");
    }

    @Test
    void aSpecOfNoDefinitionIsNotFound() {
        // When, Then
        assertThatThrownBy(() -> spec("de-none"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("no definition de-none");
    }

    @Test
    void aDefinitionThatWasDeletedHasNoAppThoughItsSpecIsRemembered() {
        // Given
        String definitionId = newestDefinition(defined(deploying("hello"), "f", "im-1", null));
        spec(definitionId);
        Await.item(() -> database.preparedQuery("delete from function_definition where id = $1")
                .execute(Tuple.of(definitionId)));
        // When, Then
        assertThatThrownBy(() -> Await.item(() -> functions.appOf(definitionId)))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("no definition " + definitionId);
    }
}
