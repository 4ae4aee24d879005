package dev.webendpoints.app;

/** Thrown when no deployed function has the name or id. */
public final class FunctionNotFound extends RuntimeException {

    public FunctionNotFound(String what) {
        super("no function " + what);
    }
}
