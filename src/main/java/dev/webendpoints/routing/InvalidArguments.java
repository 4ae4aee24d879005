package dev.webendpoints.routing;

/** A query does not give the parameters of the class that it calls; the message says which, for the caller. */
public final class InvalidArguments extends RuntimeException {

    private static final long serialVersionUID = 1;

    InvalidArguments(String message) {
        super(message, null, false, false);
    }
}
