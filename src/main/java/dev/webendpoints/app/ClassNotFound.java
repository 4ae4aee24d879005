package dev.webendpoints.app;

import dev.webendpoints.failure.NotFound;

/** Thrown when no deployed class has the name. */
public final class ClassNotFound extends NotFound {

    public ClassNotFound(String what) {
        super("no class " + what);
    }
}
