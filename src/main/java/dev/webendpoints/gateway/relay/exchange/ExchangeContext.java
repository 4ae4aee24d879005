package dev.webendpoints.gateway.relay.exchange;

import java.nio.charset.StandardCharsets;

import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.relay.admission.FilterDecision;
import dev.webendpoints.gateway.relay.admission.OutcomeReason;
import dev.webendpoints.gateway.relay.admission.RequestFilter;
import dev.webendpoints.gateway.relay.admission.RequestOutcome;

/** What the exchanges of one event loop share. Confined to that loop. */
public final class ExchangeContext {

    final EventLoopContext loop;
    final UpstreamSource upstreams;
    final DeferredResponses deferred;
    final WorkerLimits limits;
    final long maxMessageBytes;

    private final CallIds callIds = new CallIds();
    private final RequestFilter filter;

    /** @param maxMessageBytes of a WebSocket message */
    public ExchangeContext(
            EventLoopContext loop,
            RequestFilter filter,
            UpstreamSource upstreams,
            DeferredResponses deferred,
            WorkerLimits limits,
            long maxMessageBytes) {
        this.loop = loop;
        this.filter = filter;
        this.upstreams = upstreams;
        this.deferred = deferred;
        this.limits = limits;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Consults the filter, and routes a request for a result to the kept response instead of a worker. */
    public FilterDecision admit(RequestHead head, RemotePeer peer) {
        FilterDecision decision = filter.admit(head, peer);
        String asked = decision instanceof FilterDecision.Admitted ? head.resultAskedFor() : null;
        return asked == null ? decision : deferred.admit(head, (FilterDecision.Admitted) decision, asked);
    }

    /** Returns a new id, {@code fc-…}; for a request that fetches a deferred response, the id of that call. */
    public byte[] callIdFor(FilterDecision.Admitted admitted) {
        return admitted.leases() instanceof FetchableResponse fetched
                ? fetched.callId().getBytes(StandardCharsets.US_ASCII)
                : callIds.next();
    }

    /** Reports a request that was rejected because its head could not be read. */
    public void onUnreadable(OutcomeReason reason, int status, RemotePeer peer) {
        filter.onUnreadable(RequestOutcome.rejected(reason, status), peer);
    }
}
