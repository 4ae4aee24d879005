package dev.webendpoints.call.store;

import dev.webendpoints.function.FunctionKey;

/**
 * An input that this server runs.
 *
 * @param id {@code in-…}
 * @param callId {@code fc-…}
 * @param queue the function, its variant and the values of its parameters: {@link FunctionKey#group()}
 * @param runs number of runs, this one included
 * @param failures number of earlier runs that failed in the function's code
 * @param deaths number of earlier runs that ended with their worker
 */
public record ClaimedInput(
        String id,
        String callId,
        String workspaceId,
        String queue,
        int idx,
        String method,
        int format,
        byte[] args,
        int runs,
        int failures,
        int deaths) {

    private static final byte[] NO_ARGS = {};

    /** Returns a copy without the arguments, so that these can leave the memory before the run ends. */
    public ClaimedInput withoutArgs() {
        return new ClaimedInput(id, callId, workspaceId, queue, idx, method, format, NO_ARGS, runs, failures, deaths);
    }

    /** Returns an input that runs for the first time. */
    public static ClaimedInput first(String id, String callId, String workspaceId, String queue, NewInput input) {
        return new ClaimedInput(
                id, callId, workspaceId, queue, input.idx(), input.method(), input.format(), input.args(), 1, 0, 0);
    }

    /** Returns the id of the run, by which the worker reports on it. */
    public String runId() {
        return runs == 1 ? id : id + "-" + runs;
    }

    /** Returns the pool of a version of the function. */
    public FunctionKey key(String definitionId) {
        return FunctionKey.ofGroup(queue, definitionId);
    }
}
