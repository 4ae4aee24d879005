package dev.webendpoints.gateway.relay.exchange;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.ParseError;
import dev.webendpoints.gateway.http1.ResponseHead;
import dev.webendpoints.gateway.relay.admission.FilterDecision;
import dev.webendpoints.gateway.relay.admission.OutcomeReason;
import dev.webendpoints.gateway.relay.channel.ReadGate;
import io.netty.buffer.ByteBuf;

/**
 * One request and its response, between a {@link Downstream} and an {@link Upstream}.
 *
 * <pre>
 *   CONNECTING ──onConnection──▶ WAITING ──onHead──▶ ANSWERING ──onAnswerEnd──▶ OVER
 *        ▲                          │  └──onSwitch──▶ TUNNELLING ──▶ OVER
 *        └── onUpstreamGone: retry ─┘
 * </pre>
 *
 * From every phase, a refusal, a deadline, or the end of the client's or the worker's connection leads to OVER.
 * Invariants:
 * <ul>
 *   <li>every lease is released exactly once: before another one is requested, on the way to OVER, or if it is granted
 *       after that;
 *   <li>a request is sent again only if no byte of a response arrived, and it is idempotent and without a body:
 *       {@link RetryPolicy} decides where to;
 *   <li>a connection returns to the pool only when request and response are both complete;
 *   <li>the gateway sends a response of its own only while nothing of the function's was written; after that it cuts
 *       the client's connection;
 *   <li>events that arrive after OVER have no effect. They do arrive: opening the client's gate on the way to OVER
 *       makes an HTTP/2 stream deliver its queued frames immediately.
 * </ul>
 */
public final class Exchange implements UpstreamListener, DetachedExchange, WorkerConnector.Owner {

    private enum Phase {
        CONNECTING,
        WAITING,
        ANSWERING,
        TUNNELLING,
        OVER
    }

    /** How long a tunnel may outlive the client's half-close, in milliseconds. */
    private static final long HALF_CLOSED_MILLIS = 500;

    /** How long both sides may take to close a tunnel that has to end, in milliseconds. */
    private static final long GOODBYE_MILLIS = 1000;

    private final ExchangeContext context;
    private final FilterDecision.Admitted terms;
    private final RequestTraits traits;
    private final WorkerConnector connector;
    private final ExchangeDeadlines deadlines;
    private final ExchangeRecord record;
    private final RequestBytes request = new RequestBytes();

    private Phase phase = Phase.CONNECTING;
    private Downstream downstream;
    private Upstream upstream;
    private Tunnel tunnel;
    private boolean requestWhole;
    private boolean detached;

    /** @param callId id of the call, {@code fc-…}, which the head for the worker contains */
    public Exchange(
            ExchangeContext context,
            Downstream downstream,
            FilterDecision.Admitted terms,
            RequestTraits traits,
            byte[] callId) {
        this.context = context;
        this.downstream = downstream;
        this.terms = terms;
        this.traits = traits;
        record = new ExchangeRecord(terms.observer(), callId);
        connector = new WorkerConnector(context, terms.leases(), record.callId(), this);
        deadlines = new ExchangeDeadlines(terms.timeoutMillis(), context.limits);
        deadlines.onRequestBytes(now());
    }

    private long now() {
        return context.loop.now();
    }

    // ---- from the client ----

    /** Takes the first bytes of the request, including the head, and requests a worker. */
    public void begin(ByteBuf bytes, boolean whole) {
        record.onRequestBytes(bytes.readableBytes());
        request.add(bytes);
        requestWhole = whole;
        connector.begin();
    }

    public void onRequestBytes(ByteBuf bytes) {
        deadlines.onRequestBytes(now());
        record.onRequestBytes(bytes.readableBytes());
        if (phase == Phase.OVER) {
            bytes.release();
        } else if (upstream != null) {
            upstream.write(bytes);
            pauseCallerWhileFull();
        } else {
            request.add(bytes);
            downstream.gate().pause(ReadGate.NO_UPSTREAM);
        }
    }

    /** Forwards the client's bytes through the tunnel. */
    public void onTunnelBytes(ByteBuf bytes) {
        tunnel.onCallerBytes(bytes);
        onRequestBytes(bytes);
        endTunnelIfDue();
    }

    public void onRequestWhole() {
        requestWhole = true;
        deadlines.onRequestBytes(now());
    }

    /** Returns whether the request's bytes have a connection to go to. */
    public boolean hasWorker() {
        return upstream != null;
    }

    public void flushRequest() {
        if (upstream != null) {
            upstream.flush();
        }
    }

    /** The rest of the request has invalid framing. */
    public void onRequestBroken(ParseError refusal) {
        toFailed(ExchangeFailure.malformedRequest(refusal));
    }

    public void onRequestSilent() {
        toFailed(ExchangeFailure.REQUEST_SILENT);
    }

    @Override
    public void onCallerGone() {
        if (phase != Phase.OVER) {
            abandon(phase == Phase.TUNNELLING ? OutcomeReason.ANSWERED : OutcomeReason.CALLER_LEFT);
        }
    }

    /** The client will send nothing more, but may still read. */
    public void onCallerHalfClosed() {
        if (upstream != null) {
            upstream.shutdownOutput();
            deadlines.endWithin(HALF_CLOSED_MILLIS, now());
        }
    }

    @Override
    public void onCallerWritable(boolean writable) {
        if (upstream != null) {
            upstream.gate().set(ReadGate.OTHER_SIDE_FULL, !writable);
        }
    }

    // ---- the connection to the worker ----

    @Override
    public void onWorker() {
        deadlines.onWorker(now());
        record.onWorker();
    }

    @Override
    public void onConnection(Upstream connection) {
        upstream = connection;
        phase = Phase.WAITING;
        connection.attach(this);
        pauseWorkerWhileFull();
        request.sendOn(connection, traits.replayable());
        pauseCallerWhileFull();
        // Last: an HTTP/2 stream delivers its queued frames within this call, which may end the exchange.
        downstream.gate().resume(ReadGate.NO_UPSTREAM);
    }

    @Override
    public void onNoConnection(ExchangeFailure failure) {
        toFailed(failure);
    }

    private void pauseCallerWhileFull() {
        if (!upstream.isWritable()) {
            downstream.gate().pause(ReadGate.OTHER_SIDE_FULL);
        }
    }

    @Override
    public void onUpstreamWritable(boolean writable) {
        downstream.gate().set(ReadGate.OTHER_SIDE_FULL, !writable);
    }

    @Override
    public void onUpstreamGone() {
        boolean repeatable = request.canRepeat() && !detached;
        RetryPolicy.Step step = repeatable ? connector.afterBreak() : RetryPolicy.Step.NONE;
        upstream = null;
        if (step != RetryPolicy.Step.NONE) {
            request.repeat();
            phase = Phase.CONNECTING;
            connector.connectAgain(step);
        } else if (phase == Phase.TUNNELLING) {
            toOver(OutcomeReason.ANSWERED);
            downstream.toClosed();
        } else {
            toFailed(ExchangeFailure.ENDED_EARLY);
        }
    }

    // ---- from the worker ----

    @Override
    public boolean answersHead() {
        return traits.head();
    }

    @Override
    public boolean framesBody() {
        return downstream.framesBody();
    }

    /** The worker has seen the request, which can no longer be repeated. */
    @Override
    public void onFirstByte() {
        request.forgetSent();
    }

    @Override
    public void onInterimHead(ResponseHead head, ByteBuf buffer, int writableFrom, int bodyStart) {
        downstream.toInterimHead(head, buffer, writableFrom, bodyStart);
        pauseWorkerWhileFull();
    }

    @Override
    public int onHead(ResponseHead head, ByteBuf buffer, int writableFrom, int bodyStart) {
        record.onStatus(head.status());
        int start = downstream.toHead(head, record.callId(), buffer, writableFrom, bodyStart);
        if (start == bodyStart) {
            // The head did not fit before the body and was written separately: too late for the gateway's own response.
            phase = Phase.ANSWERING;
        }
        return start;
    }

    @Override
    public void onAnswerBytes(ByteBuf bytes) {
        if (phase == Phase.WAITING) {
            phase = Phase.ANSWERING;
        }
        record.onAnswerBytes(bytes.readableBytes());
        downstream.write(bytes);
        pauseWorkerWhileFull();
    }

    @Override
    public void onAnswerTrailers(byte[] section) {
        downstream.trailers(section);
    }

    private void pauseWorkerWhileFull() {
        if (!downstream.isWritable() && upstream != null) {
            upstream.gate().pause(ReadGate.OTHER_SIDE_FULL);
        }
    }

    @Override
    public void flushAnswer() {
        downstream.flush();
    }

    @Override
    public void onAnswerEnd(boolean reusable) {
        Upstream connection = upstream;
        upstream = null;
        connection.detach();
        if (reusable && requestWhole) {
            connection.keep();
        } else {
            connection.close();
        }
        connector.onAnswered();
        toOver(OutcomeReason.ANSWERED);
        downstream.toNext();
    }

    @Override
    public void onAnswerRefused(ParseError refusal) {
        toFailed(ExchangeFailure.malformedAnswer(refusal));
    }

    // ---- the tunnel ----

    @Override
    public boolean onSwitch(ResponseHead head, ByteBuf buffer, int writableFrom, int bodyStart) {
        if (!traits.upgrades()) {
            toFailed(ExchangeFailure.UNASKED_SWITCH);
            return false;
        }
        if (!downstream.mayTunnel()) {
            toFailed(ExchangeFailure.PREMATURE_DATA);
            return false;
        }
        tunnel = Tunnel.of(head, context.maxMessageBytes);
        buffer.readerIndex(onHead(head, buffer, writableFrom, bodyStart));
        tunnel.onWorkerBytes(buffer, bodyStart);
        onAnswerBytes(buffer);
        toTunnel();
        return true;
    }

    private void toTunnel() {
        phase = Phase.TUNNELLING;
        downstream.toTunnel();
        if (context.loop.isDraining()) {
            tunnel.end(Tunnel.GOING_AWAY, Tunnel.GOING_AWAY);
        }
        endTunnelIfDue();
    }

    @Override
    public void onTunnelAnswerBytes(ByteBuf bytes) {
        tunnel.onWorkerBytes(bytes, bytes.readerIndex());
        onAnswerBytes(bytes);
        endTunnelIfDue();
    }

    private void endTunnelIfDue() {
        if (tunnel.ending() && phase == Phase.TUNNELLING) {
            deadlines.endWithin(GOODBYE_MILLIS, now());
            tunnel.tell(downstream, upstream);
        }
    }

    // ---- ends ----

    @Override
    public void onSweep(long now) {
        if (phase == Phase.OVER) {
            return;
        }
        if (phase == Phase.TUNNELLING) {
            endTunnelIfDue();
        }
        boolean answered = phase == Phase.ANSWERING || phase == Phase.TUNNELLING;
        if (deadlines.mustEnd(now)) {
            toFailed(deadlines.functionTimeout());
        } else if (deadlines.functionIsLate(now)) {
            onFunctionLate();
        } else if (!answered && deadlines.responseIsLate(now)) {
            onResponseLate();
        }
    }

    /** Gives both sides of a tunnel time to close it. */
    private void onFunctionLate() {
        if (phase == Phase.TUNNELLING) {
            tunnel.end(Tunnel.INTERNAL_ERROR, deadlines.timeoutReason(), Tunnel.GOING_AWAY);
            endTunnelIfDue();
        } else {
            toFailed(deadlines.functionTimeout());
        }
    }

    /** Redirects the client to fetch its response later; the call goes on without it. */
    private void onResponseLate() {
        if (terms.leases() instanceof FetchableResponse fetched) {
            toFailed(ExchangeFailure.redirect(seeOther(fetched)));
            return;
        }
        boolean mayDetach = requestWhole && !traits.head() && !traits.upgrades();
        FetchableResponse kept = mayDetach ? context.deferred.open(context.loop, this, terms, record.callId()) : null;
        if (kept != null) {
            detach(kept);
        } else if (mayDetach && context.deferred.isShareUsed(terms.workspaceId())) {
            toFailed(deadlines.tooManyKept());
        } else {
            toFailed(deadlines.responseTimeout());
        }
    }

    private GatewayResponse seeOther(FetchableResponse kept) {
        return GatewayResponse.seeOther(traits.url().ofResult(kept.callId()), kept.callId());
    }

    private void detach(FetchableResponse kept) {
        Downstream caller = downstream;
        downstream = kept;
        detached = true;
        record.onDetached();
        deadlines.onDetached();
        caller.gate().resume(ReadGate.NO_UPSTREAM | ReadGate.OTHER_SIDE_FULL);
        if (upstream != null) {
            upstream.gate().resume(ReadGate.OTHER_SIDE_FULL);
        }
        caller.answer(seeOther(kept));
    }

    /** Fails a request without a worker, and closes a tunnel, which would stay open. */
    @Override
    public void onDrain() {
        if (phase == Phase.CONNECTING && connector.isLeasing()) {
            toFailed(ExchangeFailure.SHUTTING_DOWN);
        } else if (phase == Phase.TUNNELLING) {
            tunnel.end(Tunnel.GOING_AWAY, Tunnel.GOING_AWAY);
            endTunnelIfDue();
        }
    }

    /** Sends the gateway's own answer, or cuts a response that has begun. */
    private void toFailed(ExchangeFailure failure) {
        switch (phase) {
            case ANSWERING -> {
                abandon(OutcomeReason.CUT);
                downstream.toBroken();
            }
            case TUNNELLING -> {
                abandon(OutcomeReason.ANSWERED);
                downstream.toClosed();
            }
            case OVER -> {}
            default -> {
                record.onStatus(failure.answer().status());
                abandon(failure.reason());
                downstream.answer(failure.answer());
            }
        }
    }

    private void abandon(OutcomeReason reason) {
        Upstream connection = upstream;
        upstream = null;
        toOver(reason);
        if (connection != null) {
            connection.detach();
            connection.close();
        }
    }

    private void toOver(OutcomeReason reason) {
        phase = Phase.OVER;
        record.onEnd(reason);
        connector.end();
        request.release();
        downstream.gate().resume(ReadGate.NO_UPSTREAM | ReadGate.OTHER_SIDE_FULL);
    }
}
