package dev.webendpoints.routing;

/** Thrown when a query does not provide valid parameters of the called class; the message is for the client. */
public final class InvalidArguments extends RuntimeException {

    private static final long serialVersionUID = 1;

    InvalidArguments(String message) {
        super(message, null, false, false);
    }
}
