package dev.webendpoints.endpoint;

import java.util.List;

/**
 * The URL that an endpoint has, or will have once its app is published.
 *
 * @param truncated whether the hostname had to be shortened
 * @param stolen whether another served app holds the hostname now and will lose it
 * @param domains URLs of the custom domains, which serve traffic once verified
 */
public record UrlProposal(
        String functionId, String method, String url, boolean truncated, boolean stolen, List<String> domains) {}
