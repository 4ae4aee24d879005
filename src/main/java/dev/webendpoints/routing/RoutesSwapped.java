package dev.webendpoints.routing;

/** Told, on an event loop, after {@link Routes#current} may have become another table. */
public record RoutesSwapped() {}
