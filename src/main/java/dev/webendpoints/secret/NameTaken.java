package dev.webendpoints.secret;

import dev.webendpoints.failure.Conflict;

/** Thrown when an object with the name already exists. */
public final class NameTaken extends Conflict {

    public NameTaken(String what) {
        super(what + " exists already");
    }
}
