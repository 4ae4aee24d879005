package dev.webendpoints.identity;

import dev.webendpoints.failure.Unauthenticated;

/** A credential is rejected. The message is for the client, and does not reveal which ids exist. */
public final class InvalidCredentials extends Unauthenticated {

    public InvalidCredentials(String message) {
        super(message);
    }
}
