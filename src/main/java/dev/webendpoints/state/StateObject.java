package dev.webendpoints.state;

import java.time.Instant;

/**
 * A dict or a queue.
 *
 * @param name empty for an ephemeral one
 * @param createdBy id of an API token
 */
public record StateObject(String id, String name, Instant createdAt, String createdBy) {}
