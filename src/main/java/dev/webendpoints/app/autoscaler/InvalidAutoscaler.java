package dev.webendpoints.app.autoscaler;

/** Thrown for autoscaler settings that cannot be applied; the message names the allowed values. */
public final class InvalidAutoscaler extends RuntimeException {

    InvalidAutoscaler(String message) {
        super(message);
    }
}
