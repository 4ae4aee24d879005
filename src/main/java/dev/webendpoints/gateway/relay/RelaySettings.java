package dev.webendpoints.gateway.relay;

import java.time.Duration;

import dev.webendpoints.gateway.http1.HeadLimits;
import dev.webendpoints.gateway.http1.RemotePeer.TrustedProxies;

/**
 * All bounds of the relay.
 *
 * @param requests bounds of a client's request
 * @param answers bounds of the head of a worker's response
 * @param clients see {@link ClientLimits}
 * @param workers see {@link WorkerLimits}
 * @param results see {@link ResultLimits}
 * @param maxMessageBytes of a WebSocket message, as it is on the wire; beyond it both sides get a close frame
 * @param callIds whether responses of functions carry {@code modal-function-call-id}
 * @param proxies whose {@code X-Forwarded-*} headers are trusted
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
     * Limits of a client's connection. A sweep checks them all, so each fires within one sweep period.
     *
     * @param headDeadline from a head's first byte to its end; then 408
     * @param keepAlive how long a connection may be idle between requests
     * @param bodyIdle how long a client may send nothing of a body that is expected; then 408
     * @param writeIdle how long a client may take nothing of a response; then the connection is cut
     * @param linger how long input is read after the last byte was written, so that the client can read it before a
     *     reset
     * @param drainBytes how much is read at most, for the same reason
     */
    public record ClientLimits(
            Duration headDeadline,
            Duration keepAlive,
            Duration bodyIdle,
            Duration writeIdle,
            Duration linger,
            long drainBytes) {}

    /**
     * Limits of responses that are fetched later, after a 303.
     *
     * @param keep how long a complete response is kept
     * @param maxBytes of a response that may be fetched more than once; a longer one waits for its first fetch and is
     *     sent once
     * @param maxCount of calls and responses kept at the same time; beyond it 504 instead of 303
     * @param workspaceShare of {@code maxCount} that one workspace may use
     */
    public record ResultLimits(Duration keep, int maxBytes, int maxCount, int workspaceShare) {}

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
}
