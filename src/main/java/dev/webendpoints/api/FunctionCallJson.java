package dev.webendpoints.api;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import dev.webendpoints.api.generated.model.FunctionCall;
import dev.webendpoints.api.generated.model.FunctionCall.StateEnum;
import dev.webendpoints.api.generated.model.FunctionCallInputs;
import dev.webendpoints.call.store.CallReport;
import dev.webendpoints.call.store.CallStatus;

/** Converts function calls to the models of the OpenAPI document. */
final class FunctionCallJson {

    /** How inputs end that have not returned; the first one that occurs is the state of the call. */
    private static final List<CallStatus> NOT_RETURNED =
            List.of(CallStatus.FAILURE, CallStatus.TIMEOUT, CallStatus.INIT_FAILURE, CallStatus.TERMINATED);

    private static final Map<CallStatus, StateEnum> STATES = Map.of(
            CallStatus.SUCCESS, StateEnum.SUCCESS,
            CallStatus.FAILURE, StateEnum.FAILURE,
            CallStatus.TIMEOUT, StateEnum.TIMEOUT,
            CallStatus.INIT_FAILURE, StateEnum.INIT_FAILURE,
            CallStatus.TERMINATED, StateEnum.TERMINATED);

    private FunctionCallJson() {}

    static FunctionCall of(CallReport call) {
        return new FunctionCall()
                .functionCallId(call.id())
                .appId(call.appId())
                .functionId(call.functionId())
                .function(call.tag())
                .state(state(call))
                .inputs(inputs(call))
                .createdAt(time(call.createdAt()))
                .startedAt(time(call.startedAt()))
                .finishedAt(time(call.finishedAt()));
    }

    private static StateEnum state(CallReport call) {
        if (call.startedAt() == null && call.ended().isEmpty()) {
            return StateEnum.WAITING;
        }
        if (call.waiting() + call.running() > 0) {
            return StateEnum.RUNNING;
        }
        return NOT_RETURNED.stream()
                .filter(call.ended()::containsKey)
                .findFirst()
                .map(STATES::get)
                .orElse(StateEnum.SUCCESS);
    }

    private static FunctionCallInputs inputs(CallReport call) {
        return new FunctionCallInputs()
                .total(call.inputs())
                .waiting(call.waiting())
                .running(call.running())
                .success(ended(call, CallStatus.SUCCESS))
                .failure(ended(call, CallStatus.FAILURE))
                .terminated(ended(call, CallStatus.TERMINATED))
                .timeout(ended(call, CallStatus.TIMEOUT))
                .initFailure(ended(call, CallStatus.INIT_FAILURE));
    }

    private static int ended(CallReport call, CallStatus status) {
        return call.ended().getOrDefault(status, 0);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
