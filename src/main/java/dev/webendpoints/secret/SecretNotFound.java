package dev.webendpoints.secret;

import dev.webendpoints.failure.NotFound;

/** Thrown when no secret has the name. */
public final class SecretNotFound extends NotFound {

    public SecretNotFound(String name) {
        super("Secret '" + name + "' not found");
    }
}
