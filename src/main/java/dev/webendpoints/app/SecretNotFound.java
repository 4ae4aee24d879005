package dev.webendpoints.app;

/** No secret has that name. */
public final class SecretNotFound extends RuntimeException {

    public SecretNotFound(String name) {
        super("Secret '" + name + "' not found");
    }
}
