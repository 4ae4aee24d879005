package dev.webendpoints.app.publication;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import dev.webendpoints.app.App;
import dev.webendpoints.app.collection.VersionCollector;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;

import static org.assertj.core.api.Assertions.assertThat;

/** Definitions that no served or recent deployment uses are deleted after the retention time. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class VersionCollectorTest extends PublishingFixture {

    private static final int KEPT = 10;

    @Inject
    VersionCollector collector;

    @Test
    void theNewestVersionsStay() {
        // Given
        App app = deploying("hello");
        deployVersions(app, KEPT + 2);
        becomeOld();
        // When
        collect();
        // Then
        assertThat(images())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(3, KEPT + 2).mapToObj(this::image).toList());
    }

    @Test
    void theServedVersionStaysHoweverManyAreStaged() {
        // Given
        App app = deploying("hello");
        publish(app, "f", defined(app, "f", image(1), null));
        execute("update app set newest_version = 1000 where workspace_id = $1");
        becomeOld();
        // When
        collect();
        // Then
        assertThat(images()).containsExactly(image(1));
    }

    @Test
    void aServedDefinitionStaysHoweverOldItIs() {
        // Given
        App app = deploying("hello");
        publish(app, "f", defined(app, "f", image(1), null));
        becomeOld();
        // When
        collect();
        // Then
        assertThat(images()).containsExactly(image(1));
    }

    @Test
    void aDefinitionThatWasNotPublishedGoes() {
        // Given
        defined(deploying("hello"), "f", image(1), null);
        becomeOld();
        // When
        collect();
        // Then
        assertThat(images()).isEmpty();
    }

    @Test
    void aDefinitionThatIsAboutToBePublishedStays() {
        // Given
        defined(deploying("hello"), "f", image(1), null);
        // When
        collect();
        // Then
        assertThat(images()).containsExactly(image(1));
    }

    @Test
    void anOldDefinitionThatAClientIsGivenAgainStays() {
        // Given
        App app = deploying("hello");
        defined(app, "f", image(1), null);
        becomeOld();
        defined(app, "f", image(1), null);
        // When
        collect();
        // Then
        assertThat(images()).containsExactly(image(1));
    }

    @Test
    void theDefinitionsOfAnAppThatHasEndedGo() {
        // Given
        App app = deploying("hello");
        publish(app, "f", defined(app, "f", image(1), null));
        Await.item(() -> apps.stop(caller, app.id));
        execute("update app set stopped_at = now() - interval '25 hours' where workspace_id = $1");
        becomeOld();
        // When
        collect();
        // Then
        assertThat(images()).isEmpty();
    }

    @Test
    void theDefinitionsOfAnAppThatHasJustEndedStay() {
        // Given
        App app = deploying("hello");
        publish(app, "f", defined(app, "f", image(1), null));
        Await.item(() -> apps.stop(caller, app.id));
        becomeOld();
        // When
        collect();
        // Then
        assertThat(images()).containsExactly(image(1));
    }

    @Test
    void onlyWhatIsServedIsNeededOnDisk() {
        // Given
        App app = deploying("hello");
        // When
        deployVersions(app, 2);
        // Then
        Set<String> served = Await.item(() -> collector.served()).imageIds();
        assertThat(served).contains(image(2)).doesNotContain(image(1));
    }

    private void deployVersions(App app, int count) {
        for (int version = 1; version <= count; version++) {
            publish(app, "f", defined(app, "f", image(version), null));
        }
    }

    private String image(int number) {
        return "im-" + caller.workspace() + "-" + number;
    }

    /** Returns the images of this test's definitions that are still referenced. */
    private List<String> images() {
        return Await.item(() -> collector.references()).imageIds().stream()
                .filter(id -> id.startsWith("im-" + caller.workspace() + "-"))
                .toList();
    }

    private void collect() {
        Await.item(() -> collector.collect(Instant.now()));
    }

    private void becomeOld() {
        execute("update function_definition set used_at = now() - interval '25 hours' where function_id in"
                + " (select f.id from function f join app a on a.id = f.app_id where a.workspace_id = $1)");
    }

    private void execute(String sql) {
        database.preparedQuery(sql)
                .execute(Tuple.of(caller.workspaceId()))
                .await()
                .atMost(Duration.ofSeconds(10));
    }
}
