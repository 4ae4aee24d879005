package dev.webendpoints.app.publication;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import dev.webendpoints.app.App;
import dev.webendpoints.app.AppFunction;
import dev.webendpoints.app.AppState;
import dev.webendpoints.app.Apps;
import dev.webendpoints.app.Deployment;
import dev.webendpoints.function.CallSchedule;
import dev.webendpoints.function.TestSpecs;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;

import static org.assertj.core.api.Assertions.assertThat;

/** Effects of a publish and of the end of an app on its schedules. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class PublishedSchedulesTest extends PublishingFixture {

    private static final CallSchedule WEEKLY = CallSchedule.ofPeriod(new CallSchedule.Period(0, 0, 1, 0, 0, 0, 0));
    private static final CallSchedule YEARLY = CallSchedule.ofCron("0 0 1 1 *", "Europe/Berlin");

    private static final String DUE = "select (extract(epoch from due_at - now()) / 86400)::integer as days,"
            + " extract(epoch from clock_start)::text as clock_start from function_schedule where app_id = $1 order by due_at";

    @Inject
    Redeployment redeployment;

    /** @param schedule null for none */
    private String scheduled(App app, String tag, String imageId, CallSchedule schedule) {
        AppFunction function = Await.item(() -> functions.precreate(caller, app.id, tag));
        Await.item(() -> functions.define(
                caller, app.id, function.id, TestSpecs.scheduled(tag, imageId, schedule), new byte[] {1}));
        return function.id;
    }

    private App published(CallSchedule schedule) {
        App app = deploying("clocks");
        publish(app, "tick", scheduled(app, "tick", "im-1", schedule));
        return app;
    }

    private void redeploy(App app, String imageId, CallSchedule schedule) {
        publish(app, "tick", scheduled(app, "tick", imageId, schedule));
    }

    /** Returns when the functions are due, in days from now. */
    private List<Integer> due(App app) {
        return column(app, "days", Integer.class);
    }

    private List<String> clockStarts(App app) {
        return column(app, "clock_start", String.class);
    }

    private <T> List<T> column(App app, String name, Class<T> type) {
        return StreamSupport.stream(
                        Await.item(() -> database.preparedQuery(DUE).execute(Tuple.of(app.id)))
                                .spliterator(),
                        false)
                .map(row -> row.get(type, name))
                .toList();
    }

    @Test
    void aPublishedFunctionIsDueAfterItsPeriod() {
        // When
        App app = published(WEEKLY);
        // Then
        assertThat(due(app)).containsExactly(7);
    }

    @Test
    void aFunctionWithoutAScheduleIsNeverDue() {
        // When
        App app = published(null);
        // Then
        assertThat(due(app)).isEmpty();
    }

    @Test
    void nothingIsDueBeforeThePublish() {
        // Given
        App app = deploying("clocks");
        // When
        scheduled(app, "tick", "im-1", WEEKLY);
        // Then
        assertThat(due(app)).isEmpty();
    }

    @Test
    void aRedeployWithTheSameScheduleKeepsTheClock() {
        // Given
        App app = published(WEEKLY);
        List<String> before = clockStarts(app);
        // When
        redeploy(app, "im-2", WEEKLY);
        // Then
        assertThat(clockStarts(app)).isEqualTo(before);
    }

    @Test
    void aRedeployWithAnotherScheduleStartsTheClockAnew() {
        // Given
        App app = published(YEARLY);
        List<String> before = clockStarts(app);
        // When
        redeploy(app, "im-1", WEEKLY);
        // Then
        assertThat(due(app)).containsExactly(7);
        assertThat(clockStarts(app)).isNotEqualTo(before);
    }

    @Test
    void aRedeployWithoutTheScheduleEndsIt() {
        // Given
        App app = published(WEEKLY);
        // When
        redeploy(app, "im-1", null);
        // Then
        assertThat(due(app)).isEmpty();
    }

    @Test
    void aRollbackBringsTheScheduleBack() {
        // Given
        App app = published(WEEKLY);
        redeploy(app, "im-1", null);
        // When
        Await.item(() -> redeployment.publish(caller, app.id, Deployment.Kind.ROLLBACK, Redeployment.PREVIOUS));
        // Then
        assertThat(due(app)).containsExactly(7);
    }

    @Test
    void aFunctionThatIsNotServedAnyMoreIsNotDue() {
        // Given
        App app = deploying("clocks");
        String kept = scheduled(app, "kept", "im-1", WEEKLY);
        String removed = scheduled(app, "removed", "im-1", WEEKLY);
        publish(app, Map.of("kept", kept, "removed", removed));
        // When
        publish(app, "kept", kept);
        // Then
        assertThat(due(app)).containsExactly(7);
    }

    @Test
    void aStoppedAppHasNoSchedules() {
        // Given
        App app = published(WEEKLY);
        // When
        Await.item(() -> apps.stop(caller, app.id));
        // Then
        assertThat(due(app)).isEmpty();
    }

    @Test
    void anAppWhoseClientDisconnectsHasNoSchedules() {
        // Given
        App app = created("served", AppState.EPHEMERAL);
        redeploy(app, "im-1", WEEKLY);
        // When
        Await.item(() -> apps.disconnect(caller, app.id));
        // Then
        assertThat(due(app)).isEmpty();
    }

    @Test
    void anAppWhoseClientIsLostHasNoSchedules() {
        // Given
        App app = created("served", AppState.EPHEMERAL);
        redeploy(app, "im-1", WEEKLY);
        // When
        Await.item(() -> apps.reap(Instant.now().plus(Apps.CLIENT_LOST_AFTER)));
        // Then
        assertThat(due(app)).isEmpty();
    }
}
