package dev.webendpoints.routing;

/**
 * A verified domain of a workspace, and the endpoint that it serves.
 *
 * @param name lower case; {@code *.example.com} for every host one label below {@code example.com}
 */
public record CustomDomain(String name, String endpointId) {}
