package dev.webendpoints.identity;

/** A token that is not known, or not with this secret; which of the two is not said. */
public final class InvalidCredentials extends RuntimeException {

    InvalidCredentials() {
        super("Token id or secret is wrong.");
    }
}
