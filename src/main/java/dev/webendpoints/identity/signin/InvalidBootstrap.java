package dev.webendpoints.identity.signin;

/** The configuration of the first token is invalid: the server does not start. The message names the key. */
public final class InvalidBootstrap extends RuntimeException {

    InvalidBootstrap(String message) {
        super(message);
    }
}
