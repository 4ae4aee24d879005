package dev.webendpoints.image.commands;

/** Thrown for a layer that requires something that this server never supports; the message names it. */
public final class CommandRejected extends RuntimeException {

    public CommandRejected(String message) {
        super(message);
    }
}
