package dev.webendpoints.call.store;

import java.time.Instant;

/**
 * Selects inputs of a function.
 *
 * @param queue of one combination of a class's parameters; null for all
 * @param since inclusive
 * @param until exclusive
 */
public record HistoryQuestion(String workspaceId, String functionId, String queue, Instant since, Instant until) {}
