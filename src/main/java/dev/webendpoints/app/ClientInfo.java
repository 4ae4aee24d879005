package dev.webendpoints.app;

/**
 * The client behind a call.
 *
 * @param clientVersion of the {@code modal} package: {@code 1.6.4}
 * @param pythonVersion it runs on: {@code 3.11.7}
 */
public record ClientInfo(String clientVersion, String pythonVersion) {}
