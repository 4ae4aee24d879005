package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.http1.HeadLimits;
import dev.webendpoints.gateway.http1.TrustedProxies;
import dev.webendpoints.gateway.relay.client.ClientLimits;
import dev.webendpoints.gateway.relay.deferred.ResultLimits;
import dev.webendpoints.gateway.relay.exchange.WorkerLimits;

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
        TrustedProxies proxies) {}
