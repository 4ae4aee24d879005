package dev.webendpoints.modal;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import com.google.protobuf.Empty;

import dev.webendpoints.modal.generated.ModalClientGrpc.ModalClientBlockingStub;
import dev.webendpoints.testing.PostgresForTests;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How much a worker may have of its socket: connections and calls at a time. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class WorkerSocketLimitsTest extends WorkerSocketFixture {

    private static final int MAX_CONNECTIONS = 16;
    private static final int MAX_CALLS = 512;

    @Test
    void oneConnectionTooManyIsClosed() throws Exception {
        // Given
        Path socket = socket("main");
        for (int connection = 0; connection < MAX_CONNECTIONS; connection++) {
            stub(channel(socket)).clientHello(Empty.getDefaultInstance());
        }
        ModalClientBlockingStub oneMore = stub(channel(socket));
        // When, then
        assertStatus(() -> oneMore.clientHello(Empty.getDefaultInstance()), Status.Code.UNAVAILABLE);
    }

    @Test
    void aConnectionThatIsClosedMakesRoom() throws Exception {
        // Given
        Path socket = socket("main");
        for (int connection = 0; connection < MAX_CONNECTIONS; connection++) {
            stub(channel(socket)).clientHello(Empty.getDefaultInstance());
        }
        channels.get(0).shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        ModalClientBlockingStub oneMore = stub(channel(socket));
        // When
        String version = oneMore.withWaitForReady()
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .clientHello(Empty.getDefaultInstance())
                .getImageBuilderVersion();
        // Then
        assertThat(version).isNotEmpty();
    }

    @Test
    void oneCallTooManyIsRefused() throws Exception {
        // Given
        Path socket = socket("main");
        flood(socket);
        ModalClientBlockingStub oneMore = stub(channel(socket));
        // When, then
        assertThatThrownBy(() -> oneMore.clientHello(Empty.getDefaultInstance()))
                .hasMessage("UNAVAILABLE: The worker has " + MAX_CALLS + " calls in progress; try again.");
    }

    @Test
    void callsThatAreAnsweredMakeRoom() throws Exception {
        // Given
        ModalClientBlockingStub worker = stub(channel(socket("main")));
        // When
        for (int call = 0; call < 2 * MAX_CALLS; call++) {
            worker.clientHello(Empty.getDefaultInstance());
        }
        // Then
        assertThat(worker.clientHello(Empty.getDefaultInstance()).getImageBuilderVersion())
                .isNotEmpty();
    }

    @Test
    void callsThatAreCanceledMakeRoom() throws Exception {
        // Given
        Path socket = socket("main");
        flood(socket);
        ModalClientBlockingStub another = stub(channel(socket));
        // When
        channels.get(0).shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        // Then
        waitUntilAnswered(another);
    }

    private static void waitUntilAnswered(ModalClientBlockingStub worker) throws Exception {
        CompletableFuture.runAsync(() -> {
                    while (!answers(worker)) {
                        Thread.onSpinWait();
                    }
                })
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void aWorkerThatFloodsItsSocketLeavesOthersAlone() throws Exception {
        // Given
        flood(socket("main"));
        ModalClientBlockingStub another = stub(channel(socket("main")));
        // When
        String version = another.clientHello(Empty.getDefaultInstance()).getImageBuilderVersion();
        // Then
        assertThat(version).isNotEmpty();
    }

    @Test
    void aSocketThatIsClosedAnswersNoMore() throws Exception {
        // Given
        Path socket = socket("main");
        ModalClientBlockingStub worker = stub(channel(socket));
        worker.clientHello(Empty.getDefaultInstance());
        // When
        listeners.get(0).close();
        // Then
        assertStatus(
                () -> {
                    for (int call = 0; call < 1_000; call++) {
                        worker.clientHello(Empty.getDefaultInstance());
                    }
                },
                Status.Code.UNAVAILABLE);
    }

    /** Begins as many calls as a worker may have, and sends no message, then waits until the server has them all. */
    private void flood(Path socket) throws Exception {
        ManagedChannel channel = channel(socket);
        stub(channel).clientHello(Empty.getDefaultInstance());
        for (int call = 0; call < MAX_CALLS; call++) {
            ClientCall<Empty, Empty> begun = channel.newCall(
                    method("ClientHello").toBuilder()
                            .setType(MethodDescriptor.MethodType.BIDI_STREAMING) // sends its headers at once
                            .build(),
                    CallOptions.DEFAULT);
            begun.start(new ClientCall.Listener<>() {}, new Metadata());
            begun.request(1);
        }
        ManagedChannel probe = channel(socket);
        CompletableFuture<Void> full = CompletableFuture.runAsync(() -> {
            while (answers(stub(probe))) {
                Thread.onSpinWait();
            }
        });
        full.get(30, TimeUnit.SECONDS);
        probe.shutdownNow();
    }

    private static boolean answers(ModalClientBlockingStub worker) {
        try {
            worker.clientHello(Empty.getDefaultInstance());
            return true;
        } catch (io.grpc.StatusRuntimeException e) {
            return false;
        }
    }
}
