package dev.webendpoints.modal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.UnknownFieldSet;

import dev.webendpoints.identity.Scopes;
import dev.webendpoints.modal.generated.ModalClientGrpc.ModalClientBlockingStub;
import dev.webendpoints.modal.generated.ServiceUserDeleteRequest;
import dev.webendpoints.modal.generated.TokenDeleteRequest;
import dev.webendpoints.modal.generated.TokenFlowCreateRequest;
import dev.webendpoints.modal.generated.TokenFlowCreateResponse;
import dev.webendpoints.modal.generated.TokenFlowWaitRequest;
import dev.webendpoints.modal.generated.TokenFlowWaitResponse;
import dev.webendpoints.testing.Await;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

/** Tokens for commands without one, which somebody confirms on a page, and those who should not get one. */
@QuarkusTest
class ModalTokenFlowTest extends ModalCallsFixture {

    private static final int PER_ADDRESS = 10;

    @Inject
    Pool pool;

    private ModalClientBlockingStub stranger;
    private TokenFlowCreateResponse flow;

    @BeforeEach
    void aFlow() {
        Await.item(() -> pool.query("delete from token_flow").execute());
        stranger = client.anonymous();
        flow = open();
    }

    private TokenFlowCreateResponse open() {
        return stranger.tokenFlowCreate(TokenFlowCreateRequest.getDefaultInstance());
    }

    private TokenFlowWaitResponse await(double seconds) {
        return stranger.tokenFlowWait(TokenFlowWaitRequest.newBuilder()
                .setTokenFlowId(flow.getTokenFlowId())
                .setWaitSecret(flow.getWaitSecret())
                .setTimeout((float) seconds)
                .build());
    }

    private ModalClientBlockingStub taken() {
        TokenFlowWaitResponse token = await(5);
        return client.as(token.getTokenId(), token.getTokenSecret());
    }

    private RequestSpecification form(String token, String code) {
        return given().contentType("application/x-www-form-urlencoded; charset=utf-8")
                .formParams(Map.of("token_id", "ak-" + token, "token_secret", "as-" + token, "code", code));
    }

    private ValidatableResponse post(RequestSpecification form) {
        return form.post("/setup/" + flow.getTokenFlowId()).then();
    }

    private void confirm(String token) {
        post(form(token, flow.getCode())).statusCode(200).body(containsString("Confirmed"));
    }

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

    @Test
    void flowsOfOneAddressAreBounded() {
        IntStream.range(1, PER_ADDRESS).forEach(i -> open());

        assertStatus(this::open, Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void waitsForOneFlowAreBounded() throws Exception {
        // When
        List<CompletableFuture<String>> waits = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> end(3)))
                .toList();

        // Then
        CompletableFuture.allOf(waits.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        assertThat(waits)
                .extracting(CompletableFuture::join)
                .containsExactlyInAnyOrder("timeout", "timeout", "RESOURCE_EXHAUSTED");
    }

    private String end(int seconds) {
        try {
            return await(seconds).getTimeout() ? "timeout" : "token";
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode().name();
        }
    }

    @Test
    void aStrangerSendsNoLargeMessage() {
        TokenFlowCreateRequest large = TokenFlowCreateRequest.newBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                9,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFrom(new byte[64 << 20]))
                                        .build())
                        .build())
                .build();

        assertStatus(() -> stranger.tokenFlowCreate(large), Status.Code.UNAVAILABLE);
    }

    @Test
    void aStrangerMakesNoOtherCall() {
        assertStatus(() -> stranger.tokensList(Empty.getDefaultInstance()), Status.Code.UNAUTHENTICATED);
    }
}
