package dev.webendpoints.state;

import dev.webendpoints.failure.AlreadyExists;

/** Thrown when the environment has a dict or a queue of that name. */
final class StateNameTaken extends AlreadyExists {

    StateNameTaken(StateKind kind, String name) {
        super(kind.title() + " '" + name + "' already exists");
    }
}
