package dev.webendpoints.image.commands;

/** Thrown for a layer that requires something that this server never supports; the message names it. */
public final class Refused extends RuntimeException {

    public Refused(String message) {
        super(message);
    }
}
