package dev.webendpoints.modal;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.google.protobuf.ByteString;

import dev.webendpoints.modal.generated.Creation;
import dev.webendpoints.modal.generated.DictContentsRequest;
import dev.webendpoints.modal.generated.DictGetOrCreateRequest;
import dev.webendpoints.modal.generated.DictIdRequest;
import dev.webendpoints.modal.generated.DictItem;
import dev.webendpoints.modal.generated.DictKeyRequest;
import dev.webendpoints.modal.generated.DictUpdateRequest;
import dev.webendpoints.modal.generated.QueueClearRequest;
import dev.webendpoints.modal.generated.QueueGetOrCreateRequest;
import dev.webendpoints.modal.generated.QueueGetRequest;
import dev.webendpoints.modal.generated.QueueIdRequest;
import dev.webendpoints.modal.generated.QueueLenRequest;
import dev.webendpoints.modal.generated.QueueNextItemsRequest;
import dev.webendpoints.modal.generated.QueuePutRequest;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Dicts and queues across workspaces, and what they refuse. */
@QuarkusTest
class ModalStateCallsTest extends ModalCallsFixture {

    private static final ByteString KEY = ByteString.copyFromUtf8("key");

    private String dictId;
    private String queueId;

    @BeforeEach
    void aDictAndAQueue() {
        dictId = client.as("ak-dev", "as-dev")
                .dictGetOrCreate(DictGetOrCreateRequest.newBuilder()
                        .setObjectCreationType(Creation.EPHEMERAL_OBJECT)
                        .addData(item("value"))
                        .build())
                .getDictId();
        queueId = client.as("ak-dev", "as-dev")
                .queueGetOrCreate(QueueGetOrCreateRequest.newBuilder()
                        .setObjectCreationType(Creation.EPHEMERAL_OBJECT)
                        .build())
                .getQueueId();
    }

    private static DictItem item(String value) {
        return DictItem.newBuilder()
                .setKey(KEY)
                .setValue(ByteString.copyFromUtf8(value))
                .build();
    }

    private DictIdRequest dict() {
        return DictIdRequest.newBuilder().setDictId(dictId).build();
    }

    private DictKeyRequest key() {
        return DictKeyRequest.newBuilder().setDictId(dictId).setKey(KEY).build();
    }

    private QueueIdRequest queue() {
        return QueueIdRequest.newBuilder().setQueueId(queueId).build();
    }

    private QueuePutRequest put(int... sizes) {
        QueuePutRequest.Builder put = QueuePutRequest.newBuilder().setQueueId(queueId);
        for (int size : sizes) {
            put.addValues(ByteString.copyFrom(new byte[size]));
        }
        return put.build();
    }

    private QueueGetRequest take() {
        return QueueGetRequest.newBuilder().setQueueId(queueId).setNValues(1).build();
    }

    @Test
    void anotherWorkspaceReadsNoDict() {
        assertStatus(() -> other.dictGet(key()), Status.Code.NOT_FOUND);
        assertStatus(() -> other.dictContains(key()), Status.Code.NOT_FOUND);
        assertStatus(() -> other.dictLen(dict()), Status.Code.NOT_FOUND);
        assertStatus(() -> other.dictGetById(dict()), Status.Code.NOT_FOUND);
        assertStatus(
                () -> other.dictContents(DictContentsRequest.newBuilder()
                                .setDictId(dictId)
                                .setKeys(true)
                                .build())
                        .hasNext(),
                Status.Code.NOT_FOUND);
    }

    @Test
    void anotherWorkspaceChangesNoDict() {
        assertStatus(
                () -> other.dictUpdate(DictUpdateRequest.newBuilder()
                        .setDictId(dictId)
                        .addUpdates(item("other"))
                        .build()),
                Status.Code.NOT_FOUND);
        assertStatus(() -> other.dictPop(key()), Status.Code.NOT_FOUND);
        assertStatus(() -> other.dictClear(dict()), Status.Code.NOT_FOUND);
        assertStatus(() -> other.dictDelete(dict()), Status.Code.NOT_FOUND);
        assertStatus(() -> other.dictHeartbeat(dict()), Status.Code.NOT_FOUND);
        assertThat(dev.dictGet(key()).getValue().toStringUtf8()).isEqualTo("value");
    }

    @Test
    void anotherWorkspaceReadsNoQueue() {
        dev.queuePut(put(1));

        assertStatus(() -> other.queueGet(take()), Status.Code.NOT_FOUND);
        assertStatus(
                () -> other.queueNextItems(
                        QueueNextItemsRequest.newBuilder().setQueueId(queueId).build()),
                Status.Code.NOT_FOUND);
        assertStatus(
                () -> other.queueLen(
                        QueueLenRequest.newBuilder().setQueueId(queueId).build()),
                Status.Code.NOT_FOUND);
        assertStatus(() -> other.queueGetById(queue()), Status.Code.NOT_FOUND);
    }

    @Test
    void anotherWorkspaceChangesNoQueue() {
        dev.queuePut(put(1));

        assertStatus(() -> other.queuePut(put(1)), Status.Code.NOT_FOUND);
        assertStatus(
                () -> other.queueClear(QueueClearRequest.newBuilder()
                        .setQueueId(queueId)
                        .setAllPartitions(true)
                        .build()),
                Status.Code.NOT_FOUND);
        assertStatus(() -> other.queueDelete(queue()), Status.Code.NOT_FOUND);
        assertThat(dev.queueLen(QueueLenRequest.newBuilder().setQueueId(queueId).build())
                        .getLen())
                .isEqualTo(1);
    }

    @Test
    void aPutThatDoesNotFitPutsNothing() {
        assertStatus(() -> dev.queuePut(put(new int[5_001])), Status.Code.RESOURCE_EXHAUSTED);

        assertThat(dev.queueGet(take()).getValuesCount()).isZero();
    }

    @Test
    void anItemThatIsTooLargeIsRefused() {
        assertStatus(() -> dev.queuePut(put((1 << 20) + 1)), Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aPartitionsKeyIsBounded() {
        assertStatus(
                () -> dev.queuePut(put(1).toBuilder()
                        .setPartitionKey(ByteString.copyFrom(new byte[65]))
                        .build()),
                Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aDeletedDictIsGone() {
        dev.dictDelete(dict());

        assertStatus(() -> dev.dictGet(key()), Status.Code.NOT_FOUND);
    }

    @Test
    void eachItemIsHandedOutOnce() throws Exception {
        dev.queuePut(put(new int[200]));
        List<CompletableFuture<Integer>> takers = IntStream.range(0, 8)
                .mapToObj(taker -> CompletableFuture.supplyAsync(this::takeAll))
                .toList();

        int taken = 0;
        for (CompletableFuture<Integer> taker : takers) {
            taken += taker.get(60, TimeUnit.SECONDS);
        }

        assertThat(taken).isEqualTo(200);
    }

    /** Takes single items until there is none; returns their number. */
    private int takeAll() {
        int taken = 0;
        while (dev.queueGet(take()).getValuesCount() > 0) {
            taken++;
        }
        return taken;
    }
}
