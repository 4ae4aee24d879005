package dev.webendpoints.modal;

import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;

import dev.webendpoints.modal.generated.ModalClientGrpc.ModalClientBlockingStub;
import dev.webendpoints.modal.generated.TokenFlowCreateRequest;
import dev.webendpoints.modal.generated.TokenFlowCreateResponse;
import dev.webendpoints.modal.generated.TokenFlowWaitRequest;
import dev.webendpoints.modal.generated.TokenFlowWaitResponse;
import dev.webendpoints.testing.Await;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

/** A token flow that a command without a token has opened, and what its user and others do with it. */
abstract class TokenFlowFixture extends ModalCallsFixture {

    @Inject
    Pool pool;

    ModalClientBlockingStub stranger;
    TokenFlowCreateResponse flow;

    @BeforeEach
    void aFlow() {
        Await.item(() -> pool.query("delete from token_flow").execute());
        stranger = client.anonymous();
        flow = open();
    }

    final TokenFlowCreateResponse open() {
        return stranger.tokenFlowCreate(TokenFlowCreateRequest.getDefaultInstance());
    }

    final TokenFlowWaitResponse await(double seconds) {
        return stranger.tokenFlowWait(TokenFlowWaitRequest.newBuilder()
                .setTokenFlowId(flow.getTokenFlowId())
                .setWaitSecret(flow.getWaitSecret())
                .setTimeout((float) seconds)
                .build());
    }

    final ModalClientBlockingStub taken() {
        TokenFlowWaitResponse token = await(5);
        return client.as(token.getTokenId(), token.getTokenSecret());
    }

    final RequestSpecification form(String token, String code) {
        return given().contentType("application/x-www-form-urlencoded; charset=utf-8")
                .formParams(Map.of("token_id", "ak-" + token, "token_secret", "as-" + token, "code", code));
    }

    final ValidatableResponse post(RequestSpecification form) {
        return form.post("/setup/" + flow.getTokenFlowId()).then();
    }

    final void confirm(String token) {
        post(form(token, flow.getCode())).statusCode(200).body(containsString("Confirmed"));
    }
}
