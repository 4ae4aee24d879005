package dev.webendpoints.app.publication;

import java.util.Map;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.Test;

import dev.webendpoints.app.App;
import dev.webendpoints.app.RunnableFunction;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/** What a worker's start reads: the definition with its app and the functions beside it. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class RunnableFunctionTest extends PublishingFixture {

    private RunnableFunction runnable(String definitionId) {
        return Await.item(() -> functions.runnable(definitionId));
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
        RunnableFunction found = runnable(newestDefinition(f));
        // Then
        String host = caller.workspace() + "--hello-";
        assertThat(found.appFunctions())
                .extracting(
                        RunnableFunction.Linked::tag,
                        RunnableFunction.Linked::method,
                        RunnableFunction.Linked::hostname)
                .containsExactly(tuple("f", "", host + "f"), tuple("g", "", host + "g"));
    }

    @Test
    void aFunctionOfAnAppWithoutADeploymentHasNoOthers() {
        // Given
        String f = defined(deploying("hello"), "f", "im-1", null);
        // When
        RunnableFunction found = runnable(newestDefinition(f));
        // Then
        assertThat(found.appFunctions()).isEmpty();
    }

    @Test
    void theEnvironmentIsNamed() {
        // Given
        String f = defined(deploying("hello"), "f", "im-1", null);
        // When
        RunnableFunction found = runnable(newestDefinition(f));
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
        runnable(former);
        runnable(newer);
        // When
        RunnableFunction found = runnable(former);
        // Then
        assertThat(found.spec().imageId()).isEqualTo("im-1");
    }

    @Test
    void aDefinitionThatWasDeletedIsNotFoundThoughItsSpecIsRemembered() {
        // Given
        String definitionId = newestDefinition(defined(deploying("hello"), "f", "im-1", null));
        runnable(definitionId);
        Await.item(() -> database.preparedQuery("delete from function_definition where id = $1")
                .execute(Tuple.of(definitionId)));
        // When, Then
        assertThatThrownBy(() -> runnable(definitionId))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("no definition " + definitionId);
    }
}
