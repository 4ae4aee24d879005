package dev.webendpoints.endpoint;

/**
 * The URL that an endpoint has, or will have once its app is published.
 *
 * @param truncated whether the hostname had to be shortened
 * @param stolen whether another served app has the hostname now, and will lose it
 */
public record Proposal(String functionId, String method, String url, boolean truncated, boolean stolen) {}
