package dev.webendpoints.app;

import dev.webendpoints.failure.FailedPrecondition;

/** Thrown when another deployed app has the name. */
public final class AppNameTaken extends FailedPrecondition {

    public AppNameTaken(String name) {
        super("another app named '" + name + "' was deployed meanwhile; deploy again");
    }
}
