package dev.webendpoints.api;

/** A query parameter that does not have the form it needs. */
final class InvalidParameter extends RuntimeException {

    InvalidParameter(String message) {
        super(message);
    }
}
