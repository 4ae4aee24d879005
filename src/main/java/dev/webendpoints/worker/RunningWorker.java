package dev.webendpoints.worker;

import java.time.Instant;

/**
 * A worker that starts, serves, or finishes what it has.
 *
 * @param askedForAt when it was wanted, by the wall clock as it is now
 */
public record RunningWorker(String id, String workspaceId, String appId, String appName, Instant askedForAt) {

    static RunningWorker of(Worker worker, Instant askedForAt) {
        FunctionVersion version = worker.version;
        return new RunningWorker(worker.id, version.workspaceId(), version.appId(), version.appName(), askedForAt);
    }
}
