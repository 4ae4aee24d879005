package dev.webendpoints.app;

/** No deployed function has that name or id. */
public final class FunctionNotFound extends RuntimeException {

    public FunctionNotFound(String what) {
        super("no function " + what);
    }
}
