package dev.webendpoints.endpoint;

/** The label violates {@link Label#RULE}. */
public final class InvalidLabel extends RuntimeException {

    public InvalidLabel(String label) {
        super("'" + label + "' is not a valid label: " + Label.RULE);
    }
}
