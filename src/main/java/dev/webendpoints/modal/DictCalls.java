package dev.webendpoints.modal;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;

import dev.webendpoints.modal.generated.DictContentsRequest;
import dev.webendpoints.modal.generated.DictGetOrCreateRequest;
import dev.webendpoints.modal.generated.DictGetOrCreateResponse;
import dev.webendpoints.modal.generated.DictIdRequest;
import dev.webendpoints.modal.generated.DictItem;
import dev.webendpoints.modal.generated.DictKeyRequest;
import dev.webendpoints.modal.generated.DictLenResponse;
import dev.webendpoints.modal.generated.DictListRequest;
import dev.webendpoints.modal.generated.DictListResponse;
import dev.webendpoints.modal.generated.DictUpdateRequest;
import dev.webendpoints.modal.generated.DictUpdateResponse;
import dev.webendpoints.modal.generated.DictValueResponse;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.state.StateKind;
import dev.webendpoints.state.StateObject;
import dev.webendpoints.state.StateObjects;
import dev.webendpoints.state.dict.DictContents;
import dev.webendpoints.state.dict.DictEntries;
import dev.webendpoints.state.dict.DictEntry;
import dev.webendpoints.state.dict.DictPage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** The calls for dicts. */
@ApplicationScoped
class DictCalls {

    private final StateCalls state;
    private final StateObjects objects;
    private final DictEntries dicts;
    private final DictContents contents;

    DictCalls(StateCalls state, StateObjects objects, DictEntries dicts, DictContents contents) {
        this.state = state;
        this.objects = objects;
        this.dicts = dicts;
        this.contents = contents;
    }

    Uni<DictGetOrCreateResponse> getOrCreate(Call call, DictGetOrCreateRequest request) {
        return state.wanted(
                        call,
                        StateKind.DICT,
                        request.getObjectCreationType(),
                        request.getEnvironmentName(),
                        request.getDeploymentName())
                .call(dict -> request.getDataCount() == 0
                        ? Uni.createFrom().voidItem()
                        : dicts.put(call.caller(), dict.id(), entries(request.getDataList()), false))
                .map(DictCalls::answer);
    }

    Uni<DictGetOrCreateResponse> byId(Call call, DictIdRequest request) {
        return objects.byId(call.caller(), StateKind.DICT, request.getDictId()).map(DictCalls::answer);
    }

    private static DictGetOrCreateResponse answer(StateObject dict) {
        return DictGetOrCreateResponse.newBuilder()
                .setDictId(dict.id())
                .setMetadata(StateCalls.metadata(dict))
                .build();
    }

    Uni<Empty> heartbeat(Call call, DictIdRequest request) {
        return objects.heartbeat(call.caller(), StateKind.DICT, request.getDictId())
                .replaceWith(Empty.getDefaultInstance());
    }

    Uni<DictUpdateResponse> update(Call call, DictUpdateRequest request) {
        return dicts.put(
                        call.caller(), request.getDictId(), entries(request.getUpdatesList()), request.getIfNotExists())
                .map(written -> DictUpdateResponse.newBuilder()
                        .setCreated(written && request.getIfNotExists())
                        .build());
    }

    private static List<DictEntry> entries(List<DictItem> items) {
        return items.stream()
                .map(item -> new DictEntry(
                        item.getKey().toByteArray(), item.getValue().toByteArray()))
                .toList();
    }

    Uni<DictValueResponse> get(Call call, DictKeyRequest request) {
        return dicts.get(call.caller(), request.getDictId(), request.getKey().toByteArray())
                .map(found -> found.map(DictCalls::found).orElse(DictValueResponse.getDefaultInstance()));
    }

    Uni<DictValueResponse> pop(Call call, DictKeyRequest request) {
        return dicts.pop(call.caller(), request.getDictId(), request.getKey().toByteArray())
                .map(found -> found.map(DictCalls::found).orElse(DictValueResponse.getDefaultInstance()));
    }

    private static DictValueResponse found(byte[] value) {
        return DictValueResponse.newBuilder()
                .setFound(true)
                .setValue(ByteString.copyFrom(value))
                .build();
    }

    Uni<DictValueResponse> contains(Call call, DictKeyRequest request) {
        return dicts.contains(
                        call.caller(), request.getDictId(), request.getKey().toByteArray())
                .map(found -> DictValueResponse.newBuilder().setFound(found).build());
    }

    Uni<DictLenResponse> count(Call call, DictIdRequest request) {
        return dicts.count(call.caller(), request.getDictId())
                .map(count -> DictLenResponse.newBuilder()
                        .setLen((int) Math.min(count, Integer.MAX_VALUE))
                        .build());
    }

    Uni<Empty> clear(Call call, DictIdRequest request) {
        return dicts.clear(call.caller(), request.getDictId()).replaceWith(Empty.getDefaultInstance());
    }

    Uni<Empty> delete(Call call, DictIdRequest request) {
        return objects.delete(call.caller(), StateKind.DICT, request.getDictId())
                .replaceWith(Empty.getDefaultInstance());
    }

    /** Page by page, each when the client has taken the one before. */
    Multi<DictItem> contents(Call call, DictContentsRequest request) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new byte[][] {DictPage.START},
                        position -> contents.after(
                                        call.caller(),
                                        request.getDictId(),
                                        position[0],
                                        request.getKeys(),
                                        request.getValues())
                                .invoke(page -> position[0] = page.position()))
                .whilst(page -> !page.isLast())
                .onItem()
                .transformToIterable(DictPage::entries)
                .map(DictCalls::item);
    }

    private static DictItem item(DictEntry entry) {
        DictItem.Builder item = DictItem.newBuilder();
        if (entry.key() != null) {
            item.setKey(ByteString.copyFrom(entry.key()));
        }
        if (entry.value() != null) {
            item.setValue(ByteString.copyFrom(entry.value()));
        }
        return item.build();
    }

    Uni<DictListResponse> list(Call call, DictListRequest request) {
        return state.list(call, StateKind.DICT, request.getEnvironmentName(), request.getPagination())
                .map(page -> DictListResponse.newBuilder()
                        .setEnvironmentName(page.environment().name)
                        .addAllDicts(
                                page.objects().stream().map(DictCalls::listed).toList())
                        .build());
    }

    private static DictListResponse.Listed listed(StateObject dict) {
        return DictListResponse.Listed.newBuilder()
                .setName(dict.name())
                .setCreatedAt(Timestamps.seconds(dict.createdAt()))
                .setDictId(dict.id())
                .setMetadata(StateCalls.metadata(dict))
                .build();
    }
}
