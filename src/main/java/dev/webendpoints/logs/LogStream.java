package dev.webendpoints.logs;

/** Where a line came from. {@code SYSTEM} is the server's own word about the worker, or an image's build. */
public enum LogStream {
    STDOUT,
    STDERR,
    SYSTEM
}
