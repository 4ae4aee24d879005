package dev.webendpoints.gateway.relay.client;

import java.time.Duration;

/**
 * Limits of a client's connection. A sweep checks them all, so each fires within one sweep period.
 *
 * @param headDeadline from a head's first byte to its end; then 408
 * @param keepAlive how long a connection may be idle between requests
 * @param bodyIdle how long a client may send nothing of a body that is expected; then 408
 * @param writeIdle how long a client may take nothing of a response; then the connection is cut
 * @param linger how long input is read after the last byte was written, so that the client can read it before a reset
 * @param drainBytes how much is read at most, for the same reason
 */
public record ClientLimits(
        Duration headDeadline,
        Duration keepAlive,
        Duration bodyIdle,
        Duration writeIdle,
        Duration linger,
        long drainBytes) {}
