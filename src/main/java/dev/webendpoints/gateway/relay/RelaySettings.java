package dev.webendpoints.gateway.relay;

import java.time.Duration;

import dev.webendpoints.gateway.http1.HeadLimits;
import dev.webendpoints.gateway.http1.Peer.TrustedProxies;

/**
 * Every bound of the relay.
 *
 * @param requests bounds of a caller's request
 * @param answers bounds of the head of a worker's answer
 * @param clients see {@link ClientLimits}
 * @param workers see {@link WorkerLimits}
 * @param results see {@link ResultLimits}
 * @param maxMessageBytes of a WebSocket's message, as it is on the wire; past it both sides get a close frame
 * @param callIds whether answers of functions carry {@code modal-function-call-id}
 * @param proxies whose {@code X-Forwarded-*} headers are believed
 */
public record RelaySettings(
        HeadLimits requests,
        HeadLimits answers,
        ClientLimits clients,
        WorkerLimits workers,
        ResultLimits results,
        long maxMessageBytes,
        boolean callIds,
        TrustedProxies proxies) {

    /**
     * What a caller's connection may take. All are checked by a sweep, so they are met within its period.
     *
     * @param headDeadline from a head's first byte to the head's end; then 408
     * @param keepAlive how long a connection may be idle between requests
     * @param bodyIdle how long a caller may send nothing of a body that we wait for; then 408
     * @param writeIdle how long a caller may take nothing of an answer; then the connection is cut
     * @param linger how long we read on after our last byte, so that the caller can read it before a reset
     * @param drainBytes how much we read on at most, for the same reason
     */
    public record ClientLimits(
            Duration headDeadline,
            Duration keepAlive,
            Duration bodyIdle,
            Duration writeIdle,
            Duration linger,
            long drainBytes) {}

    /**
     * Answers that are fetched later, by those who got a 303.
     *
     * @param keep how long an answer is kept once it is whole
     * @param maxBytes of an answer that may be fetched more than once; a longer one waits for its first fetch and goes
     *     out once
     * @param maxCount of calls and answers kept at once; past it 504 instead of 303
     * @param workspaceShare of these that one workspace may have
     */
    public record ResultLimits(Duration keep, int maxBytes, int maxCount, int workspaceShare) {}

    /**
     * How we use a worker's connections.
     *
     * @param connectTimeout until a connection is open; then 502
     * @param responseStart from the request's last byte to the answer's head, a cold start included; then 303, or 504
     *     where that cannot be; zero for no limit
     * @param idle how long an unused connection is kept; below the worker's own keep-alive
     * @param maxIdle unused connections kept for one worker on one event loop; more are closed
     */
    public record WorkerLimits(Duration connectTimeout, Duration responseStart, Duration idle, int maxIdle) {}
}
