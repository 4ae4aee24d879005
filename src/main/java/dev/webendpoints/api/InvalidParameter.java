package dev.webendpoints.api;

import jakarta.ws.rs.BadRequestException;

/** Thrown for a query parameter that is not a whole number. As this type the REST layer does not turn it into a 404. */
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
