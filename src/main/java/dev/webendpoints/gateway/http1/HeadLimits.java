package dev.webendpoints.gateway.http1;

/**
 * The bounds of one message's head. A message beyond them is rejected (414, 431, 413) before a function is started for
 * it: they limit the memory that an unauthenticated connection can use.
 *
 * @param maxHeadBytes of the whole header section, including the request line
 * @param maxTargetBytes of the request target
 * @param maxFields number of header fields
 * @param maxBodyBytes of the body, without its framing
 */
public record HeadLimits(int maxHeadBytes, int maxTargetBytes, int maxFields, long maxBodyBytes) {}
