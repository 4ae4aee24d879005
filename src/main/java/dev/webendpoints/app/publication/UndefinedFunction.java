package dev.webendpoints.app.publication;

/** Thrown when a deployment refers to a function that has no definition in its app. */
public final class UndefinedFunction extends RuntimeException {

    public UndefinedFunction(String functionId) {
        super("the function " + functionId + " has no definition in this app; deploy again");
    }
}
