package dev.webendpoints.gateway.relay.deferred;

import java.time.Duration;

/**
 * Limits of responses that are fetched later, after a 303.
 *
 * @param keep how long a complete response is kept
 * @param maxBytes of a response that may be fetched more than once; a longer one waits for its first fetch and is sent
 *     once
 * @param maxCount of calls and responses kept at the same time; beyond it 504 instead of 303
 * @param workspaceShare of {@code maxCount} that one workspace may use
 */
public record ResultLimits(Duration keep, int maxBytes, int maxCount, int workspaceShare) {}
