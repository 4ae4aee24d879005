package dev.webendpoints.image.commands;

/** A command uses more of the shell than words, quotes and variables, or an option that has no meaning here. */
final class NotPlain extends Exception {

    NotPlain(String message) {
        super(message);
    }
}
