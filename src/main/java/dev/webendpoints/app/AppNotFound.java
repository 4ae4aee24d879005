package dev.webendpoints.app;

/** No app of this workspace has the id. */
public final class AppNotFound extends RuntimeException {

    public AppNotFound(String appId) {
        super("no app " + appId + " in this workspace");
    }
}
