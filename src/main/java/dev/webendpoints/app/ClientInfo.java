package dev.webendpoints.app;

/**
 * The client that makes a call.
 *
 * @param clientVersion the version of the {@code modal} package: {@code 1.6.4}
 * @param pythonVersion the Python version that the client runs on: {@code 3.11.7}
 */
public record ClientInfo(String clientVersion, String pythonVersion) {}
