package dev.webendpoints.app.publication;

import java.time.Instant;

/**
 * The result of a publish.
 *
 * @param changed false if the deployment was already served; no new version is created then
 */
public record PublishResult(String appId, int version, Instant deployedAt, boolean changed) {}
