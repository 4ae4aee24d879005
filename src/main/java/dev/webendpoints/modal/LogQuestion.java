package dev.webendpoints.modal;

import java.time.DateTimeException;
import java.time.Instant;

import com.google.protobuf.Timestamp;

import dev.webendpoints.logs.LogFilter;
import dev.webendpoints.modal.generated.AppCountLogsRequest;
import dev.webendpoints.modal.generated.AppFetchLogsRequest;
import dev.webendpoints.modal.generated.AppGetLogsRequest;
import dev.webendpoints.modal.grpc.CallRejected;

/** Converts a request for lines to a filter. Rejects, rather than ignores, criteria that lines are not stored by. */
final class LogQuestion {

    /** The latest time that a Timestamp can represent. */
    private static final Instant END = Instant.parse("9999-12-31T23:59:59Z");

    private LogQuestion() {}

    /**
     * Excludes image builds: the client follows each of them when it requests the image, and would show them twice.
     *
     * @throws CallRejected
     */
    static LogFilter of(AppGetLogsRequest request) {
        refuse(request.getAppId(), request.getFunctionCallId() + request.getInputId(), request.getSandboxId());
        return new LogFilter(
                false,
                function(request.getFunctionId(), request.getParametrizedFunctionId()),
                request.getTaskId(),
                LogMessages.stream(request.getFileDescriptor()),
                request.getSearchText(),
                0,
                Long.MAX_VALUE);
    }

    /** @throws CallRejected */
    static LogFilter of(AppFetchLogsRequest request) {
        refuse(request.getAppId(), request.getFunctionCallId(), request.getSandboxId());
        return between(
                new LogFilter(
                        true,
                        function(request.getFunctionId(), request.getParametrizedFunctionId()),
                        request.getTaskId(),
                        LogMessages.stream(request.getSource()),
                        request.getSearchText(),
                        0,
                        Long.MAX_VALUE),
                request.hasSince() ? instant(request.getSince()) : Instant.EPOCH,
                request.hasUntil() ? instant(request.getUntil()) : END);
    }

    /**
     * Selects the lines that a fetch with the same fields would return.
     *
     * @throws CallRejected
     */
    static LogFilter of(AppCountLogsRequest request) {
        AppFetchLogsRequest.Builder same = AppFetchLogsRequest.newBuilder()
                .setAppId(request.getAppId())
                .setFunctionId(request.getFunctionId())
                .setParametrizedFunctionId(request.getParametrizedFunctionId())
                .setFunctionCallId(request.getFunctionCallId())
                .setTaskId(request.getTaskId())
                .setSandboxId(request.getSandboxId())
                .setSource(request.getSource())
                .setSearchText(request.getSearchText());
        if (request.hasSince()) {
            same.setSince(request.getSince());
        }
        if (request.hasUntil()) {
            same.setUntil(request.getUntil());
        }
        return of(same.build());
    }

    private static void refuse(String appId, String callId, String sandboxId) {
        if (!sandboxId.isEmpty()) {
            throw CallRejected.unsupported(UnsupportedCalls.sentence("Sandbox"));
        }
        if (appId.isEmpty()) {
            throw CallRejected.invalid("An app, or a container that runs, must be named.");
        }
        if (!callId.isEmpty()) {
            throw CallRejected.unsupported(
                    "Lines are kept by function and container, not by call: leave --function-call out.");
        }
    }

    /** The client sends a function's variant beside the function; on this server a function has no other variants. */
    private static String function(String id, String variant) {
        return variant.isEmpty() ? id : variant;
    }

    private static LogFilter between(LogFilter filter, Instant since, Instant until) {
        try {
            return filter.between(since, until);
        } catch (ArithmeticException e) {
            throw notATime();
        }
    }

    private static Instant instant(Timestamp timestamp) {
        try {
            return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
        } catch (ArithmeticException | DateTimeException e) {
            throw notATime();
        }
    }

    private static CallRejected notATime() {
        return CallRejected.invalid("since and until must be times between the years 1 and 9999.");
    }
}
