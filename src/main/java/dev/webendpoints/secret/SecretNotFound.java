package dev.webendpoints.secret;

/** Thrown when no secret has the name. */
public final class SecretNotFound extends RuntimeException {

    public SecretNotFound(String name) {
        super("Secret '" + name + "' not found");
    }
}
