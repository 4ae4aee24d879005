package dev.webendpoints.app;

import dev.webendpoints.failure.NotFound;

/** Thrown when no deployed function has the name or id. */
public final class FunctionNotFound extends NotFound {

    public FunctionNotFound(String what) {
        super("no function " + what);
    }
}
