package dev.webendpoints.gateway.relay.exchange;

import java.time.Duration;

/**
 * Limits of connections to a worker.
 *
 * @param connectTimeout until a connection is open; then 502
 * @param responseStart from the last byte of the request to the head of the response, including a cold start; then
 *     303, or 504 where that is impossible; zero for no limit
 * @param idle how long an unused connection is kept; less than the worker's own keep-alive
 * @param maxIdle unused connections kept for one worker on one event loop; more are closed
 */
public record WorkerLimits(Duration connectTimeout, Duration responseStart, Duration idle, int maxIdle) {}
