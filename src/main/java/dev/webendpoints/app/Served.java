package dev.webendpoints.app;

/** Which definition of a function is served now, and its limit for one request in seconds. */
public record Served(String functionId, String definitionId, int timeoutSecs) {}
