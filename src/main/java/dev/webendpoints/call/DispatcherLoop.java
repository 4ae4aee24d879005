package dev.webendpoints.call;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Brings events to the event loop to which the dispatcher's state is confined. */
final class DispatcherLoop {

    private DispatcherLoop() {}

    /** Runs the step immediately if the caller is on the loop, else soon. */
    static void run(Context loop, Runnable step) {
        if (Vertx.currentContext() == loop) {
            step.run();
        } else {
            loop.runOnContext(ignored -> step.run());
        }
    }
}
