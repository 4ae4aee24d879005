package dev.webendpoints.call.store;

/**
 * A call to be stored.
 *
 * @param map whether inputs are added later
 * @param awaited whether its caller reads the result once: otherwise it is kept, and durable from the start
 * @param parentInputId the input whose code makes the call; empty for none
 */
public record NewCall(
        String id,
        String workspaceId,
        String appId,
        String functionId,
        boolean map,
        boolean awaited,
        String parentInputId) {}
