package dev.webendpoints.identity;

/**
 * The worker whose code makes a call.
 *
 * @param environment name of its app's environment, the default of its calls
 * @param appId {@code ap-…}
 * @param functionId {@code fu-…}
 * @param taskId the worker's id, {@code ta-…}
 */
public record CallingWorker(String environment, String appId, String functionId, String taskId) {}
