package dev.webendpoints.identity;

/** A credential is rejected. The message is for the client, and does not reveal which ids exist. */
public final class InvalidCredentials extends RuntimeException {

    public InvalidCredentials(String message) {
        super(message);
    }
}
