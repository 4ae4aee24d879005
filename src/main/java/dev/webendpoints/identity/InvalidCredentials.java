package dev.webendpoints.identity;

/** A credential that is not accepted. The message is for whoever sent it, and does not tell ids that exist from others. */
public final class InvalidCredentials extends RuntimeException {

    InvalidCredentials(String message) {
        super(message);
    }
}
