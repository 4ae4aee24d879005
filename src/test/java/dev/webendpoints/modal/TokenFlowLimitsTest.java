package dev.webendpoints.modal;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.UnknownFieldSet;

import dev.webendpoints.modal.generated.TokenFlowCreateRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;

/** What a stranger may send before anybody confirms its token flow. */
@QuarkusTest
class TokenFlowLimitsTest extends TokenFlowFixture {

    private static final int PER_ADDRESS = 10;

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
