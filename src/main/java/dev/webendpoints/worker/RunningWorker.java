package dev.webendpoints.worker;

import java.time.Instant;

/**
 * A worker that is starting, serving or draining.
 *
 * @param askedForAt time at which it was requested, derived from the current wall clock
 */
public record RunningWorker(String id, String workspaceId, String appId, String appName, Instant askedForAt) {

    static RunningWorker of(Worker worker, Instant askedForAt) {
        FunctionVersion version = worker.version;
        return new RunningWorker(worker.id, version.workspaceId(), version.appId(), version.appName(), askedForAt);
    }
}
