package dev.webendpoints.api;

import jakarta.ws.rs.BadRequestException;

/** A query parameter that does not have the form it needs. Its type keeps the REST layer from taking it for a 404. */
final class InvalidParameter extends BadRequestException {

    InvalidParameter(String message) {
        super(message);
    }
}
