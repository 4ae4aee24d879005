package dev.webendpoints.identity;

/** This server has no workspace with this name. */
public final class UnknownWorkspace extends RuntimeException {

    public UnknownWorkspace(String name) {
        super("Workspace '" + name + "' not found.");
    }
}
