package dev.webendpoints.gateway.relay.exchange;

import java.util.List;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.ParseError;
import dev.webendpoints.gateway.relay.admission.OutcomeReason;

/**
 * Why an exchange ends without the function's response, and what the client gets instead if nothing was written yet.
 *
 * @param reason for metrics and the access log
 * @param answer the gateway's own response
 */
record ExchangeFailure(OutcomeReason reason, GatewayResponse answer) {

    static final ExchangeFailure REQUEST_SILENT = new ExchangeFailure(
            OutcomeReason.CALLER_SLOW,
            new GatewayResponse(408, "the request body stopped coming (webendpoints.gateway.body-idle-timeout)"));

    static final ExchangeFailure NOT_CONNECTED = workerBroke("the function's worker does not accept connections");

    static final ExchangeFailure ENDED_EARLY =
            workerBroke("the function's worker ended the connection before it answered");

    static final ExchangeFailure UNASKED_SWITCH = workerBroke("the function switched protocols without being asked to");

    static final ExchangeFailure PREMATURE_DATA = new ExchangeFailure(
            OutcomeReason.MALFORMED,
            new GatewayResponse(400, "bytes of another protocol came before it was agreed on"));

    static final ExchangeFailure SHUTTING_DOWN = new ExchangeFailure(
            OutcomeReason.SHUTTING_DOWN, new GatewayResponse(503, "the server is shutting down", List.of(), 1));

    private static ExchangeFailure workerBroke(String message) {
        return new ExchangeFailure(OutcomeReason.WORKER_BROKE, new GatewayResponse(502, message));
    }

    /** The rest of the request has invalid framing. */
    static ExchangeFailure malformedRequest(ParseError refusal) {
        return new ExchangeFailure(OutcomeReason.MALFORMED, GatewayResponse.of(refusal));
    }

    static ExchangeFailure malformedAnswer(ParseError refusal) {
        return workerBroke("the function's answer is not valid HTTP: " + refusal.sentence());
    }

    /** Redirects the client to fetch its response later. */
    static ExchangeFailure redirect(GatewayResponse seeOther) {
        return new ExchangeFailure(OutcomeReason.REDIRECTED, seeOther);
    }

    static ExchangeFailure timeout(String message) {
        return new ExchangeFailure(OutcomeReason.TIMED_OUT, new GatewayResponse(504, message));
    }
}
