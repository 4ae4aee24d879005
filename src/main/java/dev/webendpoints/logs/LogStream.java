package dev.webendpoints.logs;

/** The stream of a line. {@code SYSTEM} is for the server's messages about a worker, and for image builds. */
public enum LogStream {
    STDOUT,
    STDERR,
    SYSTEM
}
