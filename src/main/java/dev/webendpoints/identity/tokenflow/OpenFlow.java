package dev.webendpoints.identity.tokenflow;

/**
 * A flow for the command that opened it.
 *
 * @param id {@code tf-…}, part of the address of the page
 * @param code that the page asks for
 * @param waitSecret with which the command waits
 */
public record OpenFlow(String id, String code, String waitSecret) {}
