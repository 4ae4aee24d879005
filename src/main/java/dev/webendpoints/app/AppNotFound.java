package dev.webendpoints.app;

import dev.webendpoints.failure.NotFound;

/** Thrown when no app of the workspace has the id. */
public final class AppNotFound extends NotFound {

    public AppNotFound(String appId) {
        super("no app " + appId + " in this workspace");
    }
}
