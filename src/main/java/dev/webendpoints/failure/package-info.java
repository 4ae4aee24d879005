/**
 * Failures that the domain foresees, by kind. Their messages are sentences for the caller, without internals of the
 * server. {@code ProblemMapper} maps them to REST responses and {@code GrpcStatusMapper} to gRPC statuses, by their
 * {@link dev.webendpoints.failure.FailureKind} alone; any other exception is a fault of the server.
 */
package dev.webendpoints.failure;
