package dev.webendpoints.worker;

/**
 * Names one version of one function, and so one pool.
 *
 * @param functionId {@code fu-…}, the same over redeploys
 * @param definitionId {@code de-…}, new with every deployment that changed something
 */
public record FunctionKey(String functionId, String definitionId) {}
