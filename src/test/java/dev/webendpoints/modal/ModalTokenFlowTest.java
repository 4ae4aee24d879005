package dev.webendpoints.modal;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.google.protobuf.Empty;

import dev.webendpoints.identity.Scopes;
import dev.webendpoints.modal.generated.ModalClientGrpc.ModalClientBlockingStub;
import dev.webendpoints.modal.generated.ServiceUserDeleteRequest;
import dev.webendpoints.modal.generated.TokenDeleteRequest;
import dev.webendpoints.modal.generated.TokenFlowWaitRequest;
import dev.webendpoints.modal.generated.TokenFlowWaitResponse;
import dev.webendpoints.testing.Await;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

/** Tokens for commands without one, which somebody confirms on a page. */
@QuarkusTest
class ModalTokenFlowTest extends TokenFlowFixture {

    @Test
    void aConfirmedFlowGivesATokenOfTheWorkspaceThatConfirmed() {
        confirm("other");

        assertThat(taken().workspaceNameLookup(Empty.getDefaultInstance()).getWorkspaceName())
                .isEqualTo("other");
    }

    @Test
    void aCommandThatWaitsGetsItsTokenWhenItIsConfirmed() throws Exception {
        // Given
        CompletableFuture<TokenFlowWaitResponse> waiting = CompletableFuture.supplyAsync(() -> await(20));

        // When
        confirm("dev");

        // Then
        assertThat(waiting.get(10, TimeUnit.SECONDS).getWorkspaceUsername()).isEqualTo("dev");
    }

    @Test
    void theCodeMayBeTypedInLowerCaseWithoutTheDash() {
        post(form("dev", flow.getCode().replace("-", "").toLowerCase(Locale.ROOT)))
                .statusCode(200);
    }

    @Test
    void theTokenMakesNoOthersUnlessThatWasConfirmed() {
        confirm("dev");

        ModalClientBlockingStub token = taken();

        assertStatus(
                () -> token.serviceUserDelete(ServiceUserDeleteRequest.newBuilder()
                        .setServiceUserName("none")
                        .build()),
                Status.Code.PERMISSION_DENIED);
    }

    @Test
    void theTokenMakesOthersIfThatWasConfirmed() {
        post(form("dev", flow.getCode()).formParam("manages_tokens", "on")).statusCode(200);

        ModalClientBlockingStub token = taken();

        assertStatus(
                () -> token.serviceUserDelete(ServiceUserDeleteRequest.newBuilder()
                        .setServiceUserName("none")
                        .build()),
                Status.Code.NOT_FOUND);
    }

    @Test
    void theTokenOfAnOperatorIsNoOperator() {
        // Given
        confirm("dev");
        TokenFlowWaitResponse token = await(5);

        // When, Then
        given().auth()
                .oauth2(token.getTokenId() + "." + token.getTokenSecret())
                .get("/v1/workspaces")
                .then()
                .statusCode(403);
    }

    @Test
    void aWrongCodeConfirmsNothing() {
        post(form("dev", "BBBB-BBBB")).statusCode(400).body(containsString("The code is wrong"));

        assertThat(await(0).getTimeout()).isTrue();
    }

    @Test
    void theRightCodeAfterTooManyWrongOnesConfirmsNothing() {
        // Given
        for (int i = 0; i < 5; i++) {
            post(form("dev", "BBBB-BBBB")).statusCode(400);
        }

        // When
        post(form("dev", flow.getCode())).body(containsString("Too many wrong codes"));

        // Then
        assertThat(await(0).getTimeout()).isTrue();
    }

    @Test
    void aFlowThatHasExpiredIsNotConfirmed() {
        Await.item(() -> pool.preparedQuery("update token_flow set expires_at = now() where id = $1")
                .execute(Tuple.of(flow.getTokenFlowId())));

        post(form("dev", flow.getCode())).statusCode(404).body(containsString("has expired"));
    }

    @Test
    void aFlowIsConfirmedOnce() {
        confirm("dev");

        post(form("other", flow.getCode())).body(containsString("confirmed already"));

        assertThat(await(5).getWorkspaceUsername()).isEqualTo("dev");
    }

    @Test
    void aTokenIsTakenOnce() {
        // Given
        confirm("dev");
        await(5);

        // When, Then
        assertStatus(() -> await(5), Status.Code.NOT_FOUND);
    }

    @Test
    void aWrongWaitSecretGetsNothing() {
        confirm("dev");

        assertStatus(
                () -> stranger.tokenFlowWait(TokenFlowWaitRequest.newBuilder()
                        .setTokenFlowId(flow.getTokenFlowId())
                        .setWaitSecret("tw-wrong")
                        .build()),
                Status.Code.NOT_FOUND);
    }

    @Test
    void aTokenThatWasRevokedAfterItConfirmedGivesNone() {
        // Given
        tenants.of("other", "flow-revoked", Scopes.WORKSPACE);
        confirm("flow-revoked");
        client.as("ak-other", "as-other")
                .tokenDelete(TokenDeleteRequest.newBuilder()
                        .setTokenId("ak-flow-revoked")
                        .build());

        // When, Then
        assertStatus(() -> await(5), Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void aTokenWithoutTheScopeConfirmsNothing() {
        tenants.of("other", "flow-reader", Set.of(Scopes.ENDPOINTS_READ));

        post(form("flow-reader", flow.getCode())).statusCode(403).body(containsString("api-tokens:write"));
    }

    @Test
    void aWrongTokenConfirmsNothing() {
        post(form("nobody", flow.getCode())).statusCode(401);

        assertThat(await(0).getTimeout()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"Origin, http://evil.example", "Origin, null", "Sec-Fetch-Site, cross-site", "Sec-Fetch-Site, same-site"
    })
    void aFormOfAnotherSiteConfirmsNothing(String header, String value) {
        post(form("dev", flow.getCode()).header(header, value)).statusCode(403);

        assertThat(await(0).getTimeout()).isTrue();
    }

    @Test
    void thePageRunsAndLoadsNothing() {
        given().get("/setup/" + flow.getTokenFlowId())
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", startsWith("default-src 'none'; style-src 'sha256-"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("Cache-Control", "no-store")
                .body(not(containsString("<script")));
    }

    @Test
    void theAddressOfThePageHasNoCode() {
        assertThat(flow.getWebUrl())
                .isEqualTo("http://localhost:" + server.getPort() + "/setup/" + flow.getTokenFlowId());
    }
}
