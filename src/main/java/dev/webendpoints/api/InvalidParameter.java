package dev.webendpoints.api;

import jakarta.ws.rs.BadRequestException;

/** A query parameter that is no whole number. Its type keeps the REST layer from taking it for a 404, as it does by default. */
final class InvalidParameter extends BadRequestException {

    private final String text;

    InvalidParameter(String text) {
        super("not a whole number: " + text);
        this.text = text;
    }

    String text() {
        return text;
    }
}
