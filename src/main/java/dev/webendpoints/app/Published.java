package dev.webendpoints.app;

import java.time.Instant;

/**
 * What is served after a publish.
 *
 * @param changed false when it was served already; then there is no new version
 */
public record Published(String appId, int version, Instant deployedAt, boolean changed) {}
