package dev.webendpoints.modal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.webendpoints.call.CallReader;
import dev.webendpoints.call.CallResults;
import dev.webendpoints.call.store.CallGraphNode;
import dev.webendpoints.call.store.CallOutput;
import dev.webendpoints.call.store.GeneratorChunks;
import dev.webendpoints.call.store.OutputRange;
import dev.webendpoints.modal.generated.BlobGetRequest;
import dev.webendpoints.modal.generated.BlobGetResponse;
import dev.webendpoints.modal.generated.DataChunk;
import dev.webendpoints.modal.generated.FunctionCallCallGraphInfo;
import dev.webendpoints.modal.generated.FunctionCallFromIdRequest;
import dev.webendpoints.modal.generated.FunctionCallFromIdResponse;
import dev.webendpoints.modal.generated.FunctionCallGetDataRequest;
import dev.webendpoints.modal.generated.FunctionCallHandleMetadata;
import dev.webendpoints.modal.generated.FunctionGetCallGraphRequest;
import dev.webendpoints.modal.generated.FunctionGetCallGraphResponse;
import dev.webendpoints.modal.generated.FunctionGetCurrentStatsRequest;
import dev.webendpoints.modal.generated.FunctionGetOutputsItem;
import dev.webendpoints.modal.generated.FunctionGetOutputsRequest;
import dev.webendpoints.modal.generated.FunctionGetOutputsResponse;
import dev.webendpoints.modal.generated.FunctionStats;
import dev.webendpoints.modal.generated.GenericResult;
import dev.webendpoints.modal.generated.InputCallGraphInfo;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.modal.grpc.CallRejected;
import dev.webendpoints.source.SourcesConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Answers what has become of calls of functions. */
@ApplicationScoped
class InvocationLookups {

    /** Maximum number of outputs of one answer. */
    private static final int MAX_OUTPUTS = 500;

    private static final double LONGEST_WAIT_SECONDS = 55;
    private static final double MILLIS = 1_000.0;

    private final CallReader calls;
    private final Optional<String> uploadUrl;

    InvocationLookups(CallReader calls, SourcesConfig config) {
        this.calls = calls;
        this.uploadUrl = config.uploadUrl();
    }

    Uni<FunctionGetOutputsResponse> outputs(Call call, FunctionGetOutputsRequest request) {
        OutputRange range = range(request);
        Duration patience =
                Duration.ofMillis((long) (MILLIS * Math.max(0, Math.min(request.getTimeout(), LONGEST_WAIT_SECONDS))));
        return calls.outputs(
                        call.workspaceId(), request.getFunctionCallId(), range, patience, request.getClearOnSuccess())
                .map(found -> {
                    FunctionGetOutputsResponse.Builder answer = FunctionGetOutputsResponse.newBuilder()
                            .setNumUnfinishedInputs(found.unfinished())
                            .setLastEntryId(entryId(range.after()));
                    for (CallOutput output : found.items()) {
                        answer.addIdxs(output.idx()).addOutputs(item(output)).setLastEntryId(entryId(output.seq()));
                    }
                    return answer.build();
                });
    }

    private static OutputRange range(FunctionGetOutputsRequest request) {
        int limit = request.getMaxValues() <= 0 ? MAX_OUTPUTS : Math.min(request.getMaxValues(), MAX_OUTPUTS);
        return new OutputRange(
                after(request.getLastEntryId()),
                request.hasStartIdx() ? request.getStartIdx() : 0,
                request.hasEndIdx() ? request.getEndIdx() : Integer.MAX_VALUE,
                limit);
    }

    /** An entry id is the place of an output, in the form that Modal's have. */
    private static String entryId(int seq) {
        return seq + "-0";
    }

    private static int after(String entryId) {
        if (entryId.isEmpty()) {
            return 0;
        }
        try {
            return Integer.parseInt(entryId.substring(0, Math.max(0, entryId.indexOf('-'))));
        } catch (NumberFormatException e) {
            throw CallRejected.invalid("last_entry_id must be of an earlier answer, such as 7-0.");
        }
    }

    /** The number of repetitions is always 0: clients drop outputs with another number than their own. */
    private static FunctionGetOutputsItem item(CallOutput output) {
        FunctionGetOutputsItem.Builder item = FunctionGetOutputsItem.newBuilder()
                .setResult(result(output))
                .setIdx(output.idx())
                .setInputId(output.inputId())
                .setDataFormatValue(output.dataFormat())
                .setTaskId(output.workerId())
                .setOutputCreatedAt(Timestamps.seconds(output.finishedAt()));
        if (output.startedAt() != null) {
            item.setInputStartedAt(Timestamps.seconds(output.startedAt()));
        }
        return item.build();
    }

    private static GenericResult result(CallOutput output) {
        try {
            GenericResult.Builder result = GenericResult.newBuilder().mergeFrom(output.result());
            if (output.data() == null) {
                result.setDataBlobId(output.inputId());
            } else if (output.dataSize() > 0) {
                result.setData(ByteString.copyFrom(output.data()));
            }
            return result.build();
        } catch (InvalidProtocolBufferException e) {
            return GenericResult.newBuilder()
                    .setStatus(GenericResult.Status.FAILURE)
                    .setException("The worker's result cannot be read.")
                    .build();
        }
    }

    Multi<DataChunk> chunks(Call call, FunctionCallGetDataRequest request) {
        if (!request.hasFunctionCallId()) {
            throw CallRejected.invalid("function_call_id is required.");
        }
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new long[] {request.getLastIndex()},
                        last -> calls.chunks(call.workspaceId(), request.getFunctionCallId(), last[0])
                                .invoke(found -> found.values().forEach(chunk -> last[0] = chunk.index())))
                .whilst(found -> !found.ended())
                .onItem()
                .transformToIterable(GeneratorChunks::values)
                .map(chunk -> DataChunk.newBuilder()
                        .setIndex(chunk.index())
                        .setDataFormatValue(chunk.format())
                        .setData(ByteString.copyFrom(chunk.data()))
                        .build());
    }

    Uni<FunctionCallFromIdResponse> find(Call call, FunctionCallFromIdRequest request) {
        return calls.find(call.workspaceId(), request.getFunctionCallId())
                .map(found -> FunctionCallFromIdResponse.newBuilder()
                        .setFunctionCallId(found.id())
                        .setNumInputs(found.inputs())
                        .setMetadata(FunctionCallHandleMetadata.newBuilder()
                                .setAppId(found.appId())
                                .setFunctionId(found.functionId()))
                        .build());
    }

    Uni<FunctionGetCallGraphResponse> graph(Call call, FunctionGetCallGraphRequest request) {
        return calls.graph(call.workspaceId(), request.getFunctionCallId()).map(InvocationLookups::graph);
    }

    private static FunctionGetCallGraphResponse graph(List<CallGraphNode> nodes) {
        Map<String, FunctionCallCallGraphInfo> functionCalls = new LinkedHashMap<>();
        FunctionGetCallGraphResponse.Builder graph = FunctionGetCallGraphResponse.newBuilder();
        for (CallGraphNode node : nodes) {
            functionCalls.putIfAbsent(
                    node.callId(),
                    FunctionCallCallGraphInfo.newBuilder()
                            .setFunctionCallId(node.callId())
                            .setParentInputId(node.parentInputId())
                            .setFunctionName(node.tag())
                            .setModuleName(node.module() == null ? "" : node.module())
                            .build());
            if (node.inputId() != null) {
                graph.addInputs(InputCallGraphInfo.newBuilder()
                        .setInputId(node.inputId())
                        .setStatusValue(node.status())
                        .setFunctionCallId(node.callId())
                        .setTaskId(node.workerId()));
            }
        }
        return graph.addAllFunctionCalls(functionCalls.values()).build();
    }

    Uni<FunctionStats> stats(Call call, FunctionGetCurrentStatsRequest request) {
        return calls.stats(
                        call.workspaceId(),
                        BoundFunctionId.parse(request.getFunctionId()).functionId())
                .map(stats -> FunctionStats.newBuilder()
                        .setBacklog(stats.waiting())
                        .setNumTotalTasks(stats.workers())
                        .setNumRunningInputs(stats.running())
                        .build());
    }

    /** The id of a result's blob is that of its input. */
    Uni<BlobGetResponse> blob(Call call, BlobGetRequest request) {
        String base = UploadAuthority.base(uploadUrl, call.uploadAuthority());
        return Uni.createFrom()
                .item(BlobGetResponse.newBuilder()
                        .setDownloadUrl(base + CallResults.PATH + request.getBlobId())
                        .build());
    }
}
