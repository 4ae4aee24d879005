package dev.webendpoints.routing;

/**
 * A verified domain of somebody's own, and the endpoint that answers there.
 *
 * @param name lower case; {@code *.example.com} for every host one label below {@code example.com}
 */
public record CustomDomain(String name, String endpointId) {}
