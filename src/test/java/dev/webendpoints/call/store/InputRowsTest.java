package dev.webendpoints.call.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.webendpoints.identity.RandomId;
import dev.webendpoints.testing.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;

import static org.assertj.core.api.Assertions.assertThat;

/** The queue in the database; in a transaction, as the server of the tests would run what it sees. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class InputRowsTest {

    private static final long NO_LIMIT = Long.MAX_VALUE;
    private static final Duration KEPT = Duration.ofDays(1);

    @Inject
    Pool pool;

    private final String workspaceId = RandomId.withPrefix("ac");
    private final String functionId = RandomId.withPrefix("fu");
    private final String callId = RandomId.withPrefix("fc");
    private SqlConnection connection;
    private Transaction transaction;
    private CallStore store;
    private InputRows inputs;

    @BeforeEach
    void aCall() throws Exception {
        connection = done(pool.getDelegate().getConnection());
        transaction = done(connection.begin());
        store = CallStore.of(connection, "sv-test");
        inputs = store.inputs();
        String environmentId = RandomId.withPrefix("en");
        String appId = RandomId.withPrefix("ap");
        execute("insert into workspace (id, name, created_at) values ($1, $1, now())", workspaceId);
        execute(
                "insert into environment (id, workspace_id, name, web_suffix, source, is_default, created_at)"
                        + " values ($1, $2, 'main', '', $1, true, now())",
                environmentId,
                workspaceId);
        execute(
                "insert into app (id, workspace_id, environment_id, description, state, version, client_version,"
                        + " python_version, created_at, created_by, last_heartbeat_at, tags)"
                        + " values ($1, $2, $3, '', 'EPHEMERAL', 0, '', '', now(), '', now(), '{}')",
                appId,
                workspaceId,
                environmentId);
        execute(
                "insert into function (id, app_id, tag, created_at) values ($1, $2, 'square', now())",
                functionId,
                appId);
        execute(
                "insert into function_call (id, workspace_id, app_id, function_id, is_map, awaited, created_at, input_count,"
                        + " expires_at) values ($1, $2, $3, $4, true, false, now(), 0, now() + interval '1 day')",
                callId,
                workspaceId,
                appId,
                functionId);
    }

    @AfterEach
    void rollBack() throws Exception {
        done(transaction.rollback());
        done(connection.close());
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private void execute(String sql, Object... values) throws Exception {
        done(connection.preparedQuery(sql).execute(Tuple.from(values)));
    }

    /** Inserts inputs whose arguments have these lengths. */
    private List<String> insert(int... lengths) throws Exception {
        List<NewInput> given = IntStream.range(0, lengths.length)
                .mapToObj(idx -> new NewInput(idx, "", 1, new byte[lengths[idx]]))
                .toList();
        String[] ids = InputRows.newIds(lengths.length);
        done(inputs.insert(callId, workspaceId, functionId, given, ids, false, true));
        return List.of(ids);
    }

    private List<String> claim(int limit, long bytes) throws Exception {
        return done(inputs.claim(functionId, limit, bytes)).stream()
                .map(ClaimedInput::id)
                .toList();
    }

    private List<String> finish(List<String> ids, String data) throws Exception {
        List<InputOutcome> outcomes = ids.stream()
                .map(id -> new InputOutcome(CallStatus.SUCCESS, 1, Buffer.buffer(), Buffer.buffer(data), "ta-1"))
                .toList();
        return done(inputs.finish(ids, outcomes, KEPT)).stream()
                .map(InputRows.Finished::inputId)
                .toList();
    }

    private CallOutputs outputs(int after) throws Exception {
        OutputRange range = new OutputRange(after, 0, Integer.MAX_VALUE, 100);
        return done(store.outputs().outputs(workspaceId, callId, range, 1_000, 1_000_000));
    }

    @Test
    void inputsAreClaimedInTheirOrder() throws Exception {
        List<String> ids = insert(1, 1, 1);

        assertThat(claim(2, NO_LIMIT)).isEqualTo(ids.subList(0, 2));
    }

    @Test
    void anInputIsClaimedOnce() throws Exception {
        List<String> ids = insert(1, 1, 1);
        claim(2, NO_LIMIT);

        assertThat(claim(2, NO_LIMIT)).isEqualTo(ids.subList(2, 3));
    }

    @Test
    void aClaimStopsWhenItHasTheBytes() throws Exception {
        List<String> ids = insert(60, 60, 60);

        assertThat(claim(3, 100)).isEqualTo(ids.subList(0, 2));
    }

    @Test
    void aClaimTakesItsFirstInputHoweverLarge() throws Exception {
        List<String> ids = insert(1_000, 1);

        assertThat(claim(3, 100)).isEqualTo(ids.subList(0, 1));
    }

    @Test
    void anInputThatWaitsForItsRepetitionIsNotClaimed() throws Exception {
        List<String> ids = insert(1);
        claim(1, NO_LIMIT);
        done(inputs.requeue(ids.get(0), 1, 0, Duration.ofHours(1)));

        assertThat(claim(1, NO_LIMIT)).isEmpty();
    }

    @Test
    void anInputThatWaitsAgainHasItsCounts() throws Exception {
        List<String> ids = insert(1);
        claim(1, NO_LIMIT);
        done(inputs.requeue(ids.get(0), 1, 2, Duration.ZERO));

        ClaimedInput again = done(inputs.claim(functionId, 1, NO_LIMIT)).get(0);

        assertThat(List.of(again.runs(), again.failures(), again.deaths())).containsExactly(2, 1, 2);
    }

    @Test
    void outputsAreNumberedAsTheyAreWritten() throws Exception {
        List<String> ids = insert(1, 1, 1);
        finish(List.of(ids.get(2)), "first");
        finish(List.of(ids.get(1), ids.get(0)), "next");

        assertThat(outputs(0).items()).extracting(CallOutput::seq).containsExactly(1, 2, 3);
        assertThat(outputs(0).items()).extracting(CallOutput::idx).containsExactly(2, 1, 0);
    }

    @Test
    void aReaderContinuesAfterWhatItHas() throws Exception {
        List<String> ids = insert(1, 1, 1);
        finish(ids, "data");

        assertThat(outputs(2).items()).extracting(CallOutput::seq).containsExactly(3);
    }

    @Test
    void unfinishedInputsAreCounted() throws Exception {
        List<String> ids = insert(1, 1, 1);
        finish(ids.subList(0, 1), "data");

        assertThat(outputs(0).unfinished()).isEqualTo(2);
    }

    @Test
    void anInputEndsOnce() throws Exception {
        List<String> ids = insert(1);
        finish(ids, "first");

        List<String> again = finish(ids, "second");

        assertThat(again).isEmpty();
        assertThat(new String(outputs(0).items().get(0).data())).isEqualTo("first");
    }

    @Test
    void anEndedInputDoesNotWaitAgain() throws Exception {
        List<String> ids = insert(1);
        claim(1, NO_LIMIT);
        finish(ids, "data");
        done(inputs.requeue(ids.get(0), 1, 0, Duration.ZERO));

        assertThat(claim(1, NO_LIMIT)).isEmpty();
    }

    @Test
    void dataAboveTheLimitIsLeftOut() throws Exception {
        List<String> ids = insert(1);
        finish(ids, "x".repeat(1_001));

        CallOutput output = outputs(0).items().get(0);

        assertThat(output.data()).isNull();
        assertThat(output.dataSize()).isEqualTo(1_001);
    }

    @Test
    void theInputsOfAServerAreItsOwn() throws Exception {
        List<String> ids = new ArrayList<>(insert(1));
        claim(1, NO_LIMIT);
        CallStore another = CallStore.of(connection, "sv-another");

        assertThat(done(another.lookups().lost(ids))).isEqualTo(ids);
        assertThat(done(store.lookups().lost(ids))).isEmpty();
    }

    @Test
    void theInputsOfAStoppedAppAreFound() throws Exception {
        List<String> ids = insert(1);
        execute("update app set state = 'STOPPED', stopped_at = now() where workspace_id = $1", workspaceId);

        assertThat(done(store.lookups().ofStoppedApps(1_000))).containsAll(ids);
    }

    @Test
    void theUnfinishedInputsOfAWorkspaceAreCountedUpToALimit() throws Exception {
        List<String> ids = insert(1, 1, 1, 1);
        finish(ids.subList(0, 1), "data");

        assertThat(done(store.lookups().countUnfinished(workspaceId, 10))).isEqualTo(3);
        assertThat(done(store.lookups().countUnfinished(workspaceId, 2))).isEqualTo(2);
    }
}
