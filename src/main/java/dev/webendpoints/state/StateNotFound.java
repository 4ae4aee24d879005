package dev.webendpoints.state;

import dev.webendpoints.failure.NotFound;

/** Thrown when the workspace has no such dict or queue. */
public final class StateNotFound extends NotFound {

    public StateNotFound(StateKind kind, String nameOrId) {
        super(kind.title() + " '" + nameOrId + "' not found");
    }
}
