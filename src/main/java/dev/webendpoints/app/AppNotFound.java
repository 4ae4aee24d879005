package dev.webendpoints.app;

/** Thrown when no app of the workspace has the id. */
public final class AppNotFound extends RuntimeException {

    public AppNotFound(String appId) {
        super("no app " + appId + " in this workspace");
    }
}
