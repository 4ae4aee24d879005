package dev.webendpoints.image.commands;

/** Thrown for a command that uses shell syntax beyond words, quotes and variables, or an unsupported option. */
final class UnsupportedShell extends Exception {

    UnsupportedShell(String message) {
        super(message);
    }
}
