package dev.webendpoints.schedule.start;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.webendpoints.logs.LogFilter;
import dev.webendpoints.logs.LogLine;
import dev.webendpoints.logs.WorkerLogs;
import dev.webendpoints.testing.OtherSettings;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A workspace that may have only as many unfinished inputs as it has. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
@TestProfile(OtherSettings.class)
@Tag("long")
class ScheduleQuotaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Pool pool;

    @Inject
    WorkerLogs logs;

    @Test
    void aDueTimeWithoutRoomIsSkippedWithALineInTheLog() throws Exception {
        // Given
        ScheduledFunctions functions = new ScheduledFunctions(pool.getDelegate());
        String functionId = functions
                .add(1, DueCallsTest.EVERY_HOUR, "now()", "now() + interval '1 hour'")
                .get(0);
        functions.fill(functionId, OtherSettings.MAX_WAITING);
        // When
        functions.execute("update function_schedule set due_at = now() where function_id = $1", functionId);
        functions.execute("update app set version = version + 1 where id = $1", functions.appId);
        // Then
        await().atMost(PATIENCE).until(() -> functions.due() == 0);
        assertThat(functions.calls()).containsExactly(1L);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                logs.newest(functions.appId, LogFilter.ALL, 10).lines())
                        .extracting(LogLine::text)
                        .singleElement()
                        .asString()
                        .contains("does not start. This workspace may have at most"));
    }
}
