package dev.webendpoints.app;

/** Thrown when the app is stopped: nothing can be published to it anymore. */
public final class AppStopped extends RuntimeException {

    public AppStopped(String appId) {
        super("the app " + appId + " is stopped; deploy again to create a new one");
    }
}
