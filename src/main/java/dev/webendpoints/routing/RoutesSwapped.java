package dev.webendpoints.routing;

/** Event fired after {@link Routes#current} may have changed. Observers run on an event loop. */
public record RoutesSwapped() {}
