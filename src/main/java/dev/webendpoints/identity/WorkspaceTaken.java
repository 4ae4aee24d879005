package dev.webendpoints.identity;

/** A workspace with this name already exists. */
public final class WorkspaceTaken extends RuntimeException {

    WorkspaceTaken(String name) {
        super("There is a workspace '" + name + "' already.");
    }
}
