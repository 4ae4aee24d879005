package dev.webendpoints.app;

/** The app has ended; nothing can be published to it any more. */
public final class AppStopped extends RuntimeException {

    public AppStopped(String appId) {
        super("the app " + appId + " is stopped; deploy again to create a new one");
    }
}
