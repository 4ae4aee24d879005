package dev.webendpoints.app;

/** Thrown when no deployed class has the name. */
public final class ClassNotFound extends RuntimeException {

    public ClassNotFound(String what) {
        super("no class " + what);
    }
}
