package dev.webendpoints.app;

/** Thrown when another deployed app has the name. */
public final class AppNameTaken extends RuntimeException {

    public AppNameTaken(String name) {
        super("another app named '" + name + "' was deployed meanwhile; deploy again");
    }
}
