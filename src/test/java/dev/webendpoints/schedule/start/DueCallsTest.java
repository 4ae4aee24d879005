package dev.webendpoints.schedule.start;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.call.CallSubmission;
import dev.webendpoints.logs.LogFilter;
import dev.webendpoints.logs.LogLine;
import dev.webendpoints.logs.WorkerLogs;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import static dev.webendpoints.schedule.start.ScheduledFunctions.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Functions that are due. The server of the tests takes part, as one more server of the database. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class DueCallsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static final String EVERY_HOUR =
            "{\"period\":{\"years\":0,\"months\":0,\"weeks\":0,\"days\":0,\"hours\":1,\"minutes\":0,\"seconds\":0.0}}";

    @Inject
    io.vertx.mutiny.sqlclient.Pool injected;

    @Inject
    CallSubmission submission;

    @Inject
    ScheduleLog log;

    @Inject
    WorkerLogs logs;

    private Pool pool;
    private ScheduledFunctions functions;

    @BeforeEach
    void anApp() throws Exception {
        pool = injected.getDelegate();
        functions = new ScheduledFunctions(pool);
    }

    private DueCalls server() {
        return new DueCalls(pool, submission, log);
    }

    private void awaitCalls(int called) {
        DueCalls one = server();
        DueCalls another = server();
        await().atMost(PATIENCE).until(() -> {
            done(Future.join(one.start(), another.start()));
            return functions.calls().size() == called && functions.due() == 0;
        });
    }

    @Test
    void eachDueTimeIsOneCallWithSeveralServers() throws Exception {
        // Given
        functions.add(250, EVERY_HOUR, "now()", "now() + interval '300 milliseconds'");
        // When
        awaitCalls(250);
        // Then
        assertThat(functions.calls()).containsOnly(1L);
    }

    @Test
    void timesThatWereMissedAreOneCall() throws Exception {
        // Given
        functions.add(1, EVERY_HOUR, "now() - interval '10 hours 15 minutes'", "now() - interval '8 hours 15 minutes'");
        // When
        awaitCalls(1);
        // Then
        assertThat(functions.calls()).containsExactly(1L);
        assertThat(functions.longs(
                        "select round(extract(epoch from due_at - clock_start) / 60)::bigint from function_schedule"
                                + " where app_id = $1",
                        functions.appId))
                .containsExactly(660L);
    }

    @Test
    void aLateCallIsExplainedInTheLog() throws Exception {
        // Given
        functions.add(1, EVERY_HOUR, "now() - interval '2 hours'", "now() - interval '1 hour'");
        // When
        awaitCalls(1);
        // Then
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(lines()).singleElement().asString().contains("starts late"));
    }

    @Test
    void aFunctionWhosePreviousCallRunsIsCalled() throws Exception {
        // Given
        List<String> ids = functions.add(1, EVERY_HOUR, "now()", "now()");
        awaitCalls(1);
        // When
        functions.execute("update function_schedule set due_at = now() where function_id = $1", ids.get(0));
        awaitCalls(1);
        // Then
        assertThat(functions.calls()).containsExactly(2L);
    }

    @Test
    void aCallIsKeptAsASpawnedOne() throws Exception {
        // Given
        functions.add(1, EVERY_HOUR, "now()", "now()");
        // When
        awaitCalls(1);
        // Then
        assertThat(functions.longs(
                        "select input_count from function_call where app_id = $1 and not awaited and not is_map"
                                + " and expires_at > now() + interval '6 days'",
                        functions.appId))
                .containsExactly(1L);
    }

    @Test
    void aScheduleThatIsNotValidAnyMoreEnds() throws Exception {
        // Given
        functions.add(1, "{\"cron\":\"0 0 * * *\",\"timezone\":\"Europe/Atlantis\"}", "now()", "now()");
        // When
        awaitCalls(0);
        // Then
        assertThat(functions.longs("select count(*) from function_schedule where app_id = $1", functions.appId))
                .containsExactly(0L);
    }

    @Test
    void anAppThatIsBeingStoppedIsNotWaitedFor() throws Exception {
        // Given
        functions.add(1, EVERY_HOUR, "now()", "now() + interval '1 hour'");
        SqlConnection stopping = done(pool.getConnection());
        done(stopping.begin());
        done(stopping.preparedQuery("select 1 from app where id = $1 for update")
                .execute(Tuple.of(functions.appId)));
        functions.execute("update function_schedule set due_at = now() where app_id = $1", functions.appId);
        // When
        done(server().start());
        // Then
        assertThat(functions.calls()).isEmpty();
        done(stopping.close());
    }

    private List<String> lines() {
        return logs.newest(functions.appId, LogFilter.ALL, 10).lines().stream()
                .map(LogLine::text)
                .toList();
    }
}
