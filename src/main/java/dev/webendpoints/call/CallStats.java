package dev.webendpoints.call;

/** A function's inputs that wait and run, and its workers on this server. */
public record CallStats(int waiting, int running, int workers) {}
