package dev.webendpoints.identity.tokenflow;

/**
 * The token of a confirmed flow, for the command that waited for it.
 *
 * @param secret {@code as-…}, available only once
 */
public record ConfirmedToken(String tokenId, String secret, String workspace) {}
