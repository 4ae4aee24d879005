package dev.webendpoints.identity;

/** A workspace name that could not stand in a hostname. */
public final class InvalidWorkspaceName extends RuntimeException {

    InvalidWorkspaceName(String name) {
        super("Workspace name '" + name + "' cannot be part of a hostname: use 1 to " + WorkspaceName.MAX_LENGTH
                + " lower-case letters, digits and single dashes, with a letter or digit at both ends.");
    }
}
