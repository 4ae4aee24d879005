package dev.webendpoints.app.publication;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import dev.webendpoints.app.App;
import dev.webendpoints.app.AppState;
import dev.webendpoints.app.collection.AppCollector;
import dev.webendpoints.app.collection.VersionCollector;
import dev.webendpoints.secret.Secrets;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;

import static org.assertj.core.api.Assertions.assertThat;

/** Ended apps and old deployments are deleted after their retention time. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class AppCollectorTest extends PublishingFixture {

    private static final int KEPT_DEPLOYMENTS = 100;
    private static final int KEPT_APPS = 1000;

    @Inject
    AppCollector collector;

    @Inject
    VersionCollector versions;

    @Inject
    Secrets secrets;

    @Test
    void anAppThatEndedLongAgoIsGoneWithAllThatItHad() {
        // Given
        App app = published("hello");
        Await.item(() -> secrets.ofApp(caller, main, app.id, Map.of("KEY", "value")));
        stop(app, "31 days");
        // When
        collect();
        // Then
        assertThat(listed()).isEmpty();
        assertThat(rowsOf("deployment", app)).isZero();
        assertThat(rowsOf("deployment_function", app)).isZero();
        assertThat(rowsOf("function", app)).isZero();
        assertThat(rowsOf("secret", app)).isZero();
    }

    @Test
    void anEphemeralAppThatEndedLongAgoIsGone() {
        // Given
        stop(created("served", AppState.EPHEMERAL), "31 days");
        // When
        collect();
        // Then
        assertThat(listed()).isEmpty();
    }

    @Test
    void anAppThatHasEndedIsListedForAWhile() {
        // Given
        App app = published("hello");
        stop(app, "29 days");
        // When
        collect();
        // Then
        assertThat(listed()).containsExactly(app.id);
        assertThat(rowsOf("deployment", app)).isOne();
    }

    @Test
    void anAppThatRunsStaysHoweverOldItIs() {
        // Given
        App app = published("hello");
        execute("update app set created_at = now() - interval '400 days', deployed_at = now() - interval '400 days'"
                + " where workspace_id = $1");
        // When
        collect();
        // Then
        assertThat(listed()).containsExactly(app.id);
        assertThat(rowsOf("deployment_function", app)).isOne();
    }

    @Test
    void ofManyEndedAppsTheNewestStay() {
        // Given
        App app = published("hello");
        manyLike(stop(app, "2 days"), KEPT_APPS + 5);
        // When
        collect();
        // Then
        assertThat(listed()).hasSize(KEPT_APPS).doesNotContain(app.id);
    }

    @Test
    void anAppThatHasJustEndedStaysHoweverManyThereAre() {
        // Given
        App app = published("hello");
        manyLike(stop(app, "30 minutes"), KEPT_APPS + 5);
        // When
        collect();
        // Then
        assertThat(listed()).contains(app.id);
    }

    @Test
    void theHistoryHasTheNewestDeployments() {
        // Given
        App app = published("hello");
        int last = KEPT_DEPLOYMENTS + 3;
        execute("insert into deployment (app_id, version, deployed_at, deployed_by, client_version, tag)"
                + " select app_id, n, deployed_at, deployed_by, client_version, tag from deployment,"
                + " generate_series(2, " + last + ") n where app_id in (select id from app where workspace_id = $1)");
        execute("update app set version = " + last + ", newest_version = " + last + " where workspace_id = $1");
        // When
        collect();
        // Then
        assertThat(Await.item(() -> apps.history(caller, app.id)))
                .extracting(deployment -> deployment.key.version())
                .containsExactlyElementsOf(IntStream.iterate(last, version -> version > 3, version -> version - 1)
                        .boxed()
                        .toList());
    }

    private App published(String name) {
        App app = deploying(name);
        publish(app, "f", defined(app, "f", "im-" + caller.workspace(), null));
        return app;
    }

    private App stop(App app, String ago) {
        Await.item(() -> apps.stop(caller, app.id));
        execute("update app set stopped_at = now() - interval '" + ago + "' where workspace_id = $1");
        return app;
    }

    /** Inserts apps that ended a little later, one after another. */
    private void manyLike(App app, int count) {
        execute("insert into app (id, workspace_id, environment_id, description, state, version, client_version,"
                + " python_version, created_at, created_by, last_heartbeat_at, stopped_at, tags)"
                + " select '" + app.id + "-' || n, workspace_id, environment_id, description, state, 0, client_version,"
                + " python_version, created_at, created_by, last_heartbeat_at,"
                + " stopped_at + n * interval '1 second', tags from app, generate_series(1, " + count
                + ") n where workspace_id = $1");
    }

    private List<String> listed() {
        return Await.item(() -> apps.list(caller, main.id)).stream()
                .map(app -> app.id)
                .toList();
    }

    private long rowsOf(String table, App app) {
        return database.preparedQuery("select count(*) from " + table + " where app_id = $1")
                .execute(Tuple.of(app.id))
                .await()
                .atMost(Duration.ofSeconds(10))
                .iterator()
                .next()
                .getLong(0);
    }

    private void collect() {
        Await.item(() -> versions.collect(Instant.now()).chain(() -> collector.collect(Instant.now())));
    }

    private void execute(String sql) {
        database.preparedQuery(sql)
                .execute(Tuple.of(caller.workspaceId()))
                .await()
                .atMost(Duration.ofSeconds(10));
    }
}
