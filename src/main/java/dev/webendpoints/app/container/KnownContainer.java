package dev.webendpoints.app.container;

import java.time.Instant;

/**
 * A container that runs or has ended.
 *
 * @param id {@code ta-…}
 * @param requestedAt when the start of the worker was requested
 * @param readyAt null while it has not become ready
 * @param endedAt null while it runs
 * @param failed whether it ended before it was ready
 */
public record KnownContainer(
        String id,
        String workspaceId,
        String appId,
        String functionId,
        Instant requestedAt,
        Instant readyAt,
        Instant endedAt,
        boolean failed) {

    public KnownContainer ready(Instant now) {
        return new KnownContainer(id, workspaceId, appId, functionId, requestedAt, now, null, false);
    }

    /** @param failure whether it ended before it was ready, without a request to stop */
    public KnownContainer ended(Instant now, boolean failure) {
        return new KnownContainer(id, workspaceId, appId, functionId, requestedAt, readyAt, now, failure);
    }
}
