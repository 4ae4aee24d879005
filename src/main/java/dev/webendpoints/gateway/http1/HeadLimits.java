package dev.webendpoints.gateway.http1;

/**
 * The bounds of one message's head. Past them it is refused (414, 431, 413), before a function is woken for it: they
 * keep what a connection may hold in memory before it has proved anything.
 *
 * @param maxHeadBytes of the whole header section, request line included
 * @param maxTargetBytes of the request target
 * @param maxFields number of header fields
 * @param maxBodyBytes of the body, without its framing
 */
public record HeadLimits(int maxHeadBytes, int maxTargetBytes, int maxFields, long maxBodyBytes) {}
