package dev.webendpoints.logs;

/** Who printed: the worker, and the function and app it runs. */
public record LogSource(String appId, String functionId, String workerId) {}
