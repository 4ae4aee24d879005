package dev.webendpoints.modal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.google.protobuf.Empty;

import dev.webendpoints.call.CallReader;
import dev.webendpoints.call.CallSubmission;
import dev.webendpoints.call.StartedCall;
import dev.webendpoints.call.store.NewInput;
import dev.webendpoints.modal.generated.FunctionCallCancelRequest;
import dev.webendpoints.modal.generated.FunctionFinishInputsRequest;
import dev.webendpoints.modal.generated.FunctionInput;
import dev.webendpoints.modal.generated.FunctionMapRequest;
import dev.webendpoints.modal.generated.FunctionMapRequest.Invocation;
import dev.webendpoints.modal.generated.FunctionMapRequest.Kind;
import dev.webendpoints.modal.generated.FunctionMapResponse;
import dev.webendpoints.modal.generated.FunctionPutInputsItem;
import dev.webendpoints.modal.generated.FunctionPutInputsRequest;
import dev.webendpoints.modal.generated.FunctionPutInputsResponse;
import dev.webendpoints.modal.generated.FunctionPutInputsResponseItem;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.modal.grpc.CallRejected;
import dev.webendpoints.source.Blobs;
import dev.webendpoints.source.SourceFiles;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Starts calls of functions, adds inputs to them, and cancels them. */
@ApplicationScoped
class InvocationCalls {

    /** Maximum number of inputs of one request; clients send at most 512. */
    private static final int MAX_INPUTS = 1_000;

    /** Inputs of a map without output: the client sends no more until some have one. */
    private static final int MAX_OUTSTANDING = 1_000;

    /** What the client sends with later requests about the call; it does not verify it. */
    private static final String NO_JWT = "-";

    private final CallSubmission calls;
    private final CallReader reader;
    private final Blobs blobs;
    private final SourceFiles files;

    InvocationCalls(CallSubmission calls, CallReader reader, Blobs blobs, SourceFiles files) {
        this.calls = calls;
        this.reader = reader;
        this.blobs = blobs;
        this.files = files;
    }

    /** The server repeats failed runs itself, for awaited and for spawned calls. */
    Uni<FunctionMapResponse> start(Call call, FunctionMapRequest request) {
        boolean map = request.getFunctionCallType() == Kind.MAP;
        Invocation invocation = request.getFunctionCallInvocationType();
        boolean awaited = invocation == Invocation.SYNC || invocation == Invocation.SYNC_LEGACY;
        BoundFunctionId function = BoundFunctionId.parse(request.getFunctionId());
        StartedCall started = new StartedCall(
                function.functionId(),
                function.arguments(),
                function.variant(),
                map,
                awaited,
                request.getParentInputId());
        return inputs(call, request.getPipelinedInputsList())
                .invoke(inputs -> {
                    if (!map && inputs.size() != 1) {
                        throw CallRejected.invalid("A call has exactly one input, not " + inputs.size() + ".");
                    }
                })
                .chain(inputs -> calls.start(call.workspaceId(), started, inputs))
                .map(answer -> FunctionMapResponse.newBuilder()
                        .setFunctionCallId(answer.callId())
                        .setFunctionCallJwt(NO_JWT)
                        .setMaxInputsOutstanding(MAX_OUTSTANDING)
                        .addAllPipelinedInputs(items(request.getPipelinedInputsList(), answer.inputIds()))
                        .build());
    }

    Uni<FunctionPutInputsResponse> put(Call call, FunctionPutInputsRequest request) {
        BoundFunctionId function = BoundFunctionId.parse(request.getFunctionId());
        return inputs(call, request.getInputsList())
                .chain(inputs -> calls.put(
                        call.workspaceId(),
                        function.arguments(),
                        function.variant(),
                        request.getFunctionCallId(),
                        inputs))
                .map(ids -> FunctionPutInputsResponse.newBuilder()
                        .addAllInputs(items(request.getInputsList(), ids))
                        .build());
    }

    /** A call that has got its last input needs nothing done: it has ended when each of its inputs has an output. */
    Uni<Empty> finish(Call call, FunctionFinishInputsRequest request) {
        return reader.find(call.workspaceId(), request.getFunctionCallId()).replaceWith(Empty.getDefaultInstance());
    }

    Uni<Empty> cancel(Call call, FunctionCallCancelRequest request) {
        return calls.cancel(call.workspaceId(), request.getFunctionCallId()).replaceWith(Empty.getDefaultInstance());
    }

    private Uni<List<NewInput>> inputs(Call call, List<FunctionPutInputsItem> items) {
        if (items.size() > MAX_INPUTS) {
            return Uni.createFrom()
                    .failure(CallRejected.invalid(
                            "A request has at most " + MAX_INPUTS + " inputs, not " + items.size() + "."));
        }
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(
                        item -> args(call, item.getInput()).map(args -> input(item, args)))
                .collect()
                .asList();
    }

    private static NewInput input(FunctionPutInputsItem item, byte[] args) {
        FunctionInput input = item.getInput();
        return new NewInput(item.getIdx(), input.getMethodName(), input.getDataFormatValue(), args);
    }

    private Uni<byte[]> args(Call call, FunctionInput input) {
        return input.hasArgsBlobId()
                ? content(call, input.getArgsBlobId())
                : Uni.createFrom().item(input.getArgs().toByteArray());
    }

    private Uni<byte[]> content(Call call, String blobId) {
        return blobs.sha256Of(call.workspaceId(), blobId)
                .chain(sha256 -> files.path(call.workspaceId(), sha256))
                .chain(path -> Uni.createFrom()
                        .item(path)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(InvocationCalls::read));
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<FunctionPutInputsResponseItem> items(List<FunctionPutInputsItem> asked, List<String> ids) {
        List<FunctionPutInputsResponseItem> items = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            items.add(FunctionPutInputsResponseItem.newBuilder()
                    .setIdx(asked.get(i).getIdx())
                    .setInputId(ids.get(i))
                    .setInputJwt(NO_JWT)
                    .build());
        }
        return items;
    }
}
