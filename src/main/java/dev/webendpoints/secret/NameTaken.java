package dev.webendpoints.secret;

/** Thrown when an object with the name already exists. */
public final class NameTaken extends RuntimeException {

    public NameTaken(String what) {
        super(what + " exists already");
    }
}
