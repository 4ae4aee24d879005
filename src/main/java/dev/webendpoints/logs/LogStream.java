package dev.webendpoints.logs;

/** Where a line came from. {@code SYSTEM} is the server's own word about the worker. */
public enum LogStream {
    STDOUT,
    STDERR,
    SYSTEM
}
