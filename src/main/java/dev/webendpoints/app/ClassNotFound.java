package dev.webendpoints.app;

/** No deployed class has that name. */
public final class ClassNotFound extends RuntimeException {

    public ClassNotFound(String what) {
        super("no class " + what);
    }
}
