package dev.webendpoints.api;

import jakarta.ws.rs.BadRequestException;

/** Thrown for a query parameter that is not a whole number. The type keeps the REST layer from answering with 404. */
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
