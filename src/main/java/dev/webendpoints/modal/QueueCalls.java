package dev.webendpoints.modal;

import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;

import dev.webendpoints.modal.generated.QueueClearRequest;
import dev.webendpoints.modal.generated.QueueGetOrCreateRequest;
import dev.webendpoints.modal.generated.QueueGetOrCreateResponse;
import dev.webendpoints.modal.generated.QueueGetRequest;
import dev.webendpoints.modal.generated.QueueGetResponse;
import dev.webendpoints.modal.generated.QueueIdRequest;
import dev.webendpoints.modal.generated.QueueLenRequest;
import dev.webendpoints.modal.generated.QueueLenResponse;
import dev.webendpoints.modal.generated.QueueListRequest;
import dev.webendpoints.modal.generated.QueueListResponse;
import dev.webendpoints.modal.generated.QueueNextItemsRequest;
import dev.webendpoints.modal.generated.QueueNextItemsResponse;
import dev.webendpoints.modal.generated.QueuePutRequest;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.modal.grpc.CallRejected;
import dev.webendpoints.state.StateKind;
import dev.webendpoints.state.StateObject;
import dev.webendpoints.state.StateObjects;
import dev.webendpoints.state.queue.MessageQueues;
import dev.webendpoints.state.queue.QueueItem;
import dev.webendpoints.state.queue.QueueSize;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** The calls for queues. */
@ApplicationScoped
class QueueCalls {

    private static final double LONGEST_WAIT_SECONDS = 55;
    private static final double MILLIS = 1_000;

    /** The client's default. */
    private static final int DEFAULT_LIFE_SECONDS = 24 * 60 * 60;

    private final StateCalls state;
    private final StateObjects objects;
    private final MessageQueues queues;

    QueueCalls(StateCalls state, StateObjects objects, MessageQueues queues) {
        this.state = state;
        this.objects = objects;
        this.queues = queues;
    }

    Uni<QueueGetOrCreateResponse> getOrCreate(Call call, QueueGetOrCreateRequest request) {
        return state.wanted(
                        call,
                        StateKind.QUEUE,
                        request.getObjectCreationType(),
                        request.getEnvironmentName(),
                        request.getDeploymentName())
                .map(QueueCalls::answer);
    }

    Uni<QueueGetOrCreateResponse> byId(Call call, QueueIdRequest request) {
        return objects.byId(call.caller(), StateKind.QUEUE, request.getQueueId())
                .map(QueueCalls::answer);
    }

    private static QueueGetOrCreateResponse answer(StateObject queue) {
        return QueueGetOrCreateResponse.newBuilder()
                .setQueueId(queue.id())
                .setMetadata(StateCalls.metadata(queue))
                .build();
    }

    Uni<Empty> heartbeat(Call call, QueueIdRequest request) {
        return objects.heartbeat(call.caller(), StateKind.QUEUE, request.getQueueId())
                .replaceWith(Empty.getDefaultInstance());
    }

    Uni<Empty> delete(Call call, QueueIdRequest request) {
        return objects.delete(call.caller(), StateKind.QUEUE, request.getQueueId())
                .replaceWith(Empty.getDefaultInstance());
    }

    Uni<Empty> put(Call call, QueuePutRequest request) {
        int life = request.getPartitionTtlSeconds() == 0 ? DEFAULT_LIFE_SECONDS : request.getPartitionTtlSeconds();
        List<byte[]> values =
                request.getValuesList().stream().map(ByteString::toByteArray).toList();
        return queues.put(
                        call.caller(),
                        request.getQueueId(),
                        request.getPartitionKey().toByteArray(),
                        values,
                        Duration.ofSeconds(life))
                .replaceWith(Empty.getDefaultInstance());
    }

    Uni<QueueGetResponse> take(Call call, QueueGetRequest request) {
        return queues.take(
                        call.caller(),
                        request.getQueueId(),
                        request.getPartitionKey().toByteArray(),
                        request.getNValues(),
                        patience(request.getTimeout()))
                .map(items -> QueueGetResponse.newBuilder()
                        .addAllValues(items.stream()
                                .map(QueueItem::value)
                                .map(ByteString::copyFrom)
                                .toList())
                        .build());
    }

    Uni<QueueNextItemsResponse> read(Call call, QueueNextItemsRequest request) {
        return queues.read(
                        call.caller(),
                        request.getQueueId(),
                        request.getPartitionKey().toByteArray(),
                        after(request.getLastEntryId()),
                        patience(request.getItemPollTimeout()))
                .map(items -> QueueNextItemsResponse.newBuilder()
                        .addAllItems(items.stream().map(QueueCalls::listed).toList())
                        .build());
    }

    private static QueueNextItemsResponse.Listed listed(QueueItem item) {
        return QueueNextItemsResponse.Listed.newBuilder()
                .setValue(ByteString.copyFrom(item.value()))
                .setEntryId(Long.toString(item.id()))
                .build();
    }

    private static long after(String entryId) {
        try {
            return entryId.isEmpty() ? 0 : Long.parseLong(entryId);
        } catch (NumberFormatException e) {
            throw CallRejected.invalid("last_entry_id must be of an earlier answer.");
        }
    }

    private static Duration patience(double seconds) {
        return Duration.ofMillis((long) (MILLIS * Math.max(0, Math.min(seconds, LONGEST_WAIT_SECONDS))));
    }

    Uni<QueueLenResponse> count(Call call, QueueLenRequest request) {
        byte[] key = request.getTotal() ? null : request.getPartitionKey().toByteArray();
        return queues.size(call.caller(), request.getQueueId(), key)
                .map(size -> QueueLenResponse.newBuilder()
                        .setLen((int) Math.min(size.items(), Integer.MAX_VALUE))
                        .build());
    }

    Uni<Empty> clear(Call call, QueueClearRequest request) {
        byte[] key =
                request.getAllPartitions() ? null : request.getPartitionKey().toByteArray();
        return queues.clear(call.caller(), request.getQueueId(), key).replaceWith(Empty.getDefaultInstance());
    }

    Uni<QueueListResponse> list(Call call, QueueListRequest request) {
        int limit = request.getTotalSizeLimit() > 0 ? request.getTotalSizeLimit() : Integer.MAX_VALUE;
        return state.list(call, StateKind.QUEUE, request.getEnvironmentName(), request.getPagination())
                .chain(page -> Multi.createFrom()
                        .iterable(page.objects())
                        .onItem()
                        .transformToUniAndConcatenate(queue ->
                                queues.size(call.caller(), queue.id(), null).map(size -> listed(queue, size, limit)))
                        .collect()
                        .asList()
                        .map(listed -> QueueListResponse.newBuilder()
                                .setEnvironmentName(page.environment().name)
                                .addAllQueues(listed)
                                .build()));
    }

    private static QueueListResponse.Listed listed(StateObject queue, QueueSize size, int limit) {
        return QueueListResponse.Listed.newBuilder()
                .setName(queue.name())
                .setCreatedAt(Timestamps.seconds(queue.createdAt()))
                .setNumPartitions((int) size.partitions())
                .setTotalSize((int) Math.min(size.items(), limit))
                .setQueueId(queue.id())
                .setMetadata(StateCalls.metadata(queue))
                .build();
    }
}
