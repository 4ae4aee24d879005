package dev.webendpoints.api;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.RandomId;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import static dev.webendpoints.api.Requests.as;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

/** Function calls through REST. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class FunctionCallApiTest {

    private static final int WAITING = 0;
    private static final int RUNNING = 1;
    private static final int DONE = 2;

    /** Later than any test: the server does not run them. */
    private static final String INPUT =
            "insert into function_input (id, call_id, workspace_id, queue, idx, method, format, args,"
                    + " state, available_at, server_id, created_at, started_at, finished_at, status)"
                    + " values ($1, $2, $3, 'fu-none', $4, '', 1, '', $5, now() + interval '1 day', 'sv-test', now(),"
                    + " case when $5 > 0 then now() end, case when $5 > 1 then now() end, $6)";

    @Inject
    Tenants tenants;

    @Inject
    EndpointRows rows;

    @Inject
    Pool database;

    private Caller caller;
    private String callId;
    private int inputs;

    @BeforeEach
    void aCall() {
        caller = tenants.of("calling");
        rows.insert(caller, RandomId.withPrefix("la").toLowerCase(Locale.ROOT), Instant.now());
        callId = RandomId.withPrefix("fc");
        execute(
                "insert into call_server (id, heard_at) values ('sv-test', now() + interval '1 day')"
                        + " on conflict (id) do nothing",
                Tuple.tuple());
        execute(
                "insert into function_call (id, workspace_id, app_id, function_id, is_map, awaited, created_at, input_count,"
                        + " expires_at) select $1, $2, a.id, f.id, false, false, now(), 0, now() + interval '1 day'"
                        + " from app a join function f on f.app_id = a.id where a.workspace_id = $2 limit 1",
                Tuple.of(callId, caller.workspaceId()));
    }

    private void execute(String sql, Tuple values) {
        Await.item(() -> database.preparedQuery(sql).execute(values));
    }

    private void input(int state, Integer status) {
        Tuple row = Tuple.of(RandomId.withPrefix("in"), callId, caller.workspaceId(), inputs++, (short) state);
        row.addShort(status == null ? null : status.shortValue());
        execute(INPUT, row);
        execute(
                "update function_call set input_count = input_count + 1, output_count = output_count + $2 where id = $1",
                Tuple.of(callId, state == DONE ? 1 : 0));
    }

    private ValidatableResponse get(String who) {
        return as(who).get("/v1/function-calls/" + callId).then();
    }

    @Test
    void aCallThatWaitsHasNotStarted() {
        input(WAITING, null);

        get("calling")
                .statusCode(200)
                .body("function_call_id", equalTo(callId))
                .body("function", equalTo("square"))
                .body("state", equalTo("waiting"))
                .body("inputs.waiting", equalTo(1))
                .body("created_at", notNullValue())
                .body("started_at", nullValue())
                .body("finished_at", nullValue());
    }

    @Test
    void aCallRunsUntilAllInputsHaveEnded() {
        input(DONE, 1);
        input(RUNNING, null);

        get("calling")
                .body("state", equalTo("running"))
                .body("inputs.total", equalTo(2))
                .body("inputs.success", equalTo(1))
                .body("inputs.running", equalTo(1))
                .body("started_at", notNullValue())
                .body("finished_at", nullValue());
    }

    @ParameterizedTest
    @CsvSource({"1, success", "2, failure", "3, terminated", "4, timeout", "5, init_failure"})
    void aCallHasTheStateOfAnInputThatHasNotReturned(int status, String state) {
        input(DONE, 1);
        input(DONE, status);

        get("calling").body("state", equalTo(state)).body("finished_at", notNullValue());
    }

    @Test
    void aCanceledCallIsTerminated() {
        input(WAITING, null);

        as("calling").post("/v1/function-calls/" + callId + "/cancel").then().statusCode(204);

        get("calling").body("state", equalTo("terminated"));
    }

    /** More than are ended at a time. */
    @Test
    void allInputsOfACanceledCallAreTerminated() {
        execute(
                "insert into function_input (id, call_id, workspace_id, queue, idx, method, format, args, state, available_at,"
                        + " created_at) select $1 || n, $1, $2, 'fu-none', n, '', 1, '', 0, now() + interval '1 day', now()"
                        + " from generate_series(0, 10000) n",
                Tuple.of(callId, caller.workspaceId()));
        execute("update function_call set input_count = 10001 where id = $1", Tuple.of(callId));

        as("calling").post("/v1/function-calls/" + callId + "/cancel").then().statusCode(204);

        get("calling").body("state", equalTo("terminated")).body("inputs.terminated", equalTo(10_001));
    }

    @Test
    void anotherWorkspaceDoesNotFindTheCall() {
        tenants.of("other");

        get("other").statusCode(404).body("detail", containsString(callId));
    }

    @Test
    void anotherWorkspaceDoesNotCancelTheCall() {
        tenants.of("other");

        as("other").post("/v1/function-calls/" + callId + "/cancel").then().statusCode(404);
    }

    @Test
    void aTokenThatOnlyReadsDoesNotCancel() {
        tenants.of("calling", "readscalls", Set.of("endpoints:read"));

        as("readscalls").post("/v1/function-calls/" + callId + "/cancel").then().statusCode(403);
    }
}
