package dev.webendpoints.image.commands;

/** The layer asks for something that this server does not do, whatever the operator allows; the message says what. */
public final class Refused extends RuntimeException {

    public Refused(String message) {
        super(message);
    }
}
