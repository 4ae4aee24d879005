package dev.webendpoints.app;

/** A deployment names a function that was not defined for its app. */
public final class UndefinedFunction extends RuntimeException {

    public UndefinedFunction(String functionId) {
        super("the function " + functionId + " has no definition in this app; deploy again");
    }
}
