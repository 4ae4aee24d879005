package dev.webendpoints.image.host;

/** A program could not be started, ended with an error, or was stopped; the message is a sentence for the user. */
public final class ProgramFailed extends RuntimeException {

    public ProgramFailed(String message) {
        super(message);
    }
}
