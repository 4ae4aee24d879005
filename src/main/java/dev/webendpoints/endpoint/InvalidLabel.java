package dev.webendpoints.endpoint;

import dev.webendpoints.failure.InvalidRequest;

/** The label violates {@link Label#RULE}. */
public final class InvalidLabel extends InvalidRequest {

    public InvalidLabel(String label) {
        super("'" + label + "' is not a valid label: " + Label.RULE);
    }
}
