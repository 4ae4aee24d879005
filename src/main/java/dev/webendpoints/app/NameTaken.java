package dev.webendpoints.app;

/** Something of that name exists already. */
public final class NameTaken extends RuntimeException {

    public NameTaken(String what) {
        super(what + " exists already");
    }
}
