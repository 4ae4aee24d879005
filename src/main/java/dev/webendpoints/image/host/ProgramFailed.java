package dev.webendpoints.image.host;

/** Thrown when a program could not be started, ended with an error, or was stopped; the message is for the user. */
public final class ProgramFailed extends RuntimeException {

    public ProgramFailed(String message) {
        super(message);
    }
}
