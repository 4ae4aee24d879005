package dev.webendpoints.gateway.relay.exchange;

import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.relay.admission.FilterDecision;

/** Keeps the responses of functions that take longer than a client waits. Thread-safe. */
public interface DeferredResponses {

    /**
     * Returns a place for the response of an exchange whose client does not wait; null if too many are kept, overall or
     * for this workspace.
     *
     * @param callId id of the call, by which the response is fetched
     */
    FetchableResponse open(
            EventLoopContext loop, DetachedExchange exchange, FilterDecision.Admitted terms, byte[] callId);

    /** Returns whether the workspace has used its whole share. */
    boolean isShareUsed(String workspaceId);

    /** Routes an admitted request to the kept response that it asks for, if that belongs to the same endpoint. */
    FilterDecision admit(RequestHead head, FilterDecision.Admitted admitted, String callId);
}
