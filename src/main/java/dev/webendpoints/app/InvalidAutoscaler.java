package dev.webendpoints.app;

/** Settings of an autoscaler that cannot be followed; the message says which are allowed. */
public final class InvalidAutoscaler extends RuntimeException {

    InvalidAutoscaler(String message) {
        super(message);
    }
}
