package dev.webendpoints.secret;

import dev.webendpoints.failure.AlreadyExists;

/** Thrown when an object with the name already exists. */
public final class NameTaken extends AlreadyExists {

    public NameTaken(String what) {
        super(what + " exists already");
    }
}
