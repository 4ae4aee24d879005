package dev.webendpoints.call.store;

/**
 * An input of a call, in the graph of calls that make calls.
 *
 * @param parentInputId the input whose code made the call; empty for none
 * @param inputId null for a call without inputs
 * @param status 0 if the input has not ended
 */
public record CallGraphNode(
        String callId, String parentInputId, String tag, String module, String inputId, int status, String workerId) {}
