package dev.webendpoints.identity;

/** There is a workspace of that name already. */
public final class WorkspaceTaken extends RuntimeException {

    WorkspaceTaken(String name) {
        super("There is a workspace '" + name + "' already.");
    }
}
