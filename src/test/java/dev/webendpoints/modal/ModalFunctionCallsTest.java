package dev.webendpoints.modal;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import com.google.protobuf.ByteString;

import dev.webendpoints.modal.generated.FunctionCallCancelRequest;
import dev.webendpoints.modal.generated.FunctionCallFromIdRequest;
import dev.webendpoints.modal.generated.FunctionCallGetDataRequest;
import dev.webendpoints.modal.generated.FunctionGetCallGraphRequest;
import dev.webendpoints.modal.generated.FunctionGetCurrentStatsRequest;
import dev.webendpoints.modal.generated.FunctionGetOutputsRequest;
import dev.webendpoints.modal.generated.FunctionInput;
import dev.webendpoints.modal.generated.FunctionMapRequest;
import dev.webendpoints.modal.generated.FunctionMapRequest.Invocation;
import dev.webendpoints.modal.generated.FunctionMapRequest.Kind;
import dev.webendpoints.modal.generated.FunctionPutInputsItem;
import dev.webendpoints.modal.generated.FunctionPutInputsRequest;
import dev.webendpoints.modal.generated.FunctionPutInputsResponseItem;
import dev.webendpoints.modal.generated.ModalClientGrpc.ModalClientBlockingStub;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;

/** The calls about function calls that need no worker; the whole way is in {@code InvocationsIT}. */
@QuarkusTest
class ModalFunctionCallsTest extends ModalCallsFixture {

    private Deployed function;
    private String callId;

    @BeforeEach
    void startAMap(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        String appId = app(dev, name);
        var created = define(dev, appId, square().clearWebhookConfig().setImageId(image(dev)));
        publish(dev, appId, name, created);
        function = new Deployed(appId, created.getFunctionId());
        callId = dev.functionMap(map()).getFunctionCallId();
    }

    private FunctionMapRequest map() {
        return FunctionMapRequest.newBuilder()
                .setFunctionId(function.functionId())
                .setFunctionCallType(Kind.MAP)
                .setFunctionCallInvocationType(Invocation.SYNC)
                .build();
    }

    private FunctionPutInputsRequest inputs(int count) {
        return FunctionPutInputsRequest.newBuilder()
                .setFunctionId(function.functionId())
                .setFunctionCallId(callId)
                .addAllInputs(IntStream.range(0, count)
                        .mapToObj(ModalFunctionCallsTest::input)
                        .toList())
                .build();
    }

    private static FunctionPutInputsItem input(int idx) {
        return FunctionPutInputsItem.newBuilder()
                .setIdx(idx)
                .setInput(FunctionInput.newBuilder().setArgs(ByteString.copyFromUtf8("args")))
                .build();
    }

    private FunctionGetOutputsRequest outputs() {
        return FunctionGetOutputsRequest.newBuilder()
                .setFunctionCallId(callId)
                .setLastEntryId("0-0")
                .build();
    }

    private static List<String> ids(List<FunctionPutInputsResponseItem> items) {
        return items.stream().map(FunctionPutInputsResponseItem::getInputId).toList();
    }

    /** The same client with another idempotency key: it makes another call. */
    private ModalClientBlockingStub again() {
        return client.as("ak-dev", "as-dev");
    }

    @Test
    void aRepeatedStartIsTheSameCall() {
        assertThat(dev.functionMap(map()).getFunctionCallId()).isEqualTo(callId);
    }

    @Test
    void anotherStartIsAnotherCall() {
        assertThat(again().functionMap(map()).getFunctionCallId()).isNotEqualTo(callId);
    }

    @Test
    void inputsThatAreSentAgainAreTheSame() {
        List<String> first = ids(dev.functionPutInputs(inputs(3)).getInputsList());

        List<String> again = ids(dev.functionPutInputs(inputs(4)).getInputsList());

        assertThat(again).hasSize(4).startsWith(first.toArray(String[]::new)).doesNotHaveDuplicates();
    }

    @Test
    void inputsAreCounted() {
        dev.functionPutInputs(inputs(3));

        assertThat(dev.functionCallFromId(FunctionCallFromIdRequest.newBuilder()
                                .setFunctionCallId(callId)
                                .build())
                        .getNumInputs())
                .isEqualTo(3);
    }

    @Test
    void aSingleCallHasOneInput() {
        assertStatus(
                () -> again().functionMap(map().toBuilder()
                        .setFunctionCallType(Kind.UNARY)
                        .addPipelinedInputs(input(0))
                        .addPipelinedInputs(input(1))
                        .build()),
                Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aRequestHasAThousandInputsAtMost() {
        assertStatus(() -> dev.functionPutInputs(inputs(1_001)), Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aWebFunctionIsNotCalled() {
        Deployed web = deploy(dev, "on-the-web");

        assertStatus(
                () -> again().functionMap(map().toBuilder()
                        .setFunctionId(web.functionId())
                        .build()),
                Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aDamagedEntryIdIsRefused() {
        assertStatus(
                () -> dev.functionGetOutputs(
                        outputs().toBuilder().setLastEntryId("x").build()),
                Status.Code.INVALID_ARGUMENT);
    }

    // Another workspace ------------------------------------------------------------------------------------------

    @Test
    void anotherWorkspaceDoesNotCallTheFunction() {
        assertStatus(() -> other.functionMap(map()), Status.Code.NOT_FOUND);
    }

    @Test
    void anotherWorkspaceAddsNoInputs() {
        assertStatus(() -> other.functionPutInputs(inputs(1)), Status.Code.NOT_FOUND);
    }

    @Test
    void anotherWorkspaceReadsNoOutputs() {
        assertStatus(() -> other.functionGetOutputs(outputs()), Status.Code.NOT_FOUND);
    }

    @Test
    void anotherWorkspaceReadsNoData() {
        assertStatus(
                () -> other.functionCallGetDataOut(FunctionCallGetDataRequest.newBuilder()
                                .setFunctionCallId(callId)
                                .build())
                        .hasNext(),
                Status.Code.NOT_FOUND);
    }

    @Test
    void anotherWorkspaceDoesNotCancel() {
        assertStatus(() -> other.functionCallCancel(cancel()), Status.Code.NOT_FOUND);
    }

    private FunctionCallCancelRequest cancel() {
        return FunctionCallCancelRequest.newBuilder().setFunctionCallId(callId).build();
    }

    @Test
    void anotherWorkspaceDoesNotFindTheCall() {
        assertStatus(
                () -> other.functionCallFromId(FunctionCallFromIdRequest.newBuilder()
                        .setFunctionCallId(callId)
                        .build()),
                Status.Code.NOT_FOUND);
    }

    @Test
    void anotherWorkspaceSeesNoGraph() {
        assertStatus(
                () -> other.functionGetCallGraph(FunctionGetCallGraphRequest.newBuilder()
                        .setFunctionCallId(callId)
                        .build()),
                Status.Code.NOT_FOUND);
    }

    @Test
    void anotherWorkspaceSeesNoStatistics() {
        assertStatus(
                () -> other.functionGetCurrentStats(FunctionGetCurrentStatsRequest.newBuilder()
                        .setFunctionId(function.functionId())
                        .build()),
                Status.Code.NOT_FOUND);
    }

    @Test
    void aTokenThatOnlyReadsDoesNotCall() {
        tenants.of("dev", "reads", Set.of("endpoints:read"));
        ModalClientBlockingStub reader = client.as("ak-reads", "as-reads");

        assertStatus(() -> reader.functionMap(map()), Status.Code.PERMISSION_DENIED);
    }
}
