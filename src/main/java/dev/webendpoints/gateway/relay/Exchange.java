package dev.webendpoints.gateway.relay;

import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.ParseError;
import dev.webendpoints.gateway.http1.ResponseHead;
import io.netty.buffer.ByteBuf;

/**
 * One request and its response; holds the {@link PendingLease} on a worker for it.
 *
 * <pre>
 *   ASKING ──onWorker───▶ CONNECTING ──onConnected──▶ WAITING ──onHead──▶ ANSWERING ──onAnswerEnd──▶ OVER
 *      ▲                      │                          │  └──onHead(101)──▶ TUNNELLING ──▶ OVER
 *      ├─ onConnectFailed ────┘                          │
 *      └─ onUpstreamGone: retry on another worker ───────┤
 *                                                        └─ onUpstreamGone: fresh connection ─▶ CONNECTING
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
final class Exchange {

    private enum Phase {
        ASKING,
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

    private static final String BROKEN = "the function's worker ended the connection before it answered";

    private final EventLoopContext state;
    private Downstream downstream;
    private final RequestTraits traits;
    private final PendingLease pending;
    private final ExchangeDeadlines deadlines;
    private final ExchangeRecord record;
    private final FilterDecision.Admitted terms;

    private Phase phase = Phase.ASKING;
    private UpstreamConnection upstream;
    private Tunnel tunnel;

    private final RequestBytes request = new RequestBytes();
    private boolean requestWhole;

    private final RetryPolicy retries = new RetryPolicy();

    Exchange(EventLoopContext state, Downstream downstream, FilterDecision.Admitted terms, RequestTraits traits) {
        this.state = state;
        this.downstream = downstream;
        this.traits = traits;
        pending = new PendingLease(state.loop, terms.leases(), this);
        deadlines = new ExchangeDeadlines(terms.timeoutMillis(), state.settings.workers());
        deadlines.onRequestBytes(state.now());
        this.terms = terms;
        record = new ExchangeRecord(
                terms.observer(),
                terms.leases() instanceof DeferredResponse result ? result.callIdBytes() : state.callIds.next());
    }

    // ---- from the client ----

    /** Takes the first bytes of the request, including the head, and requests a worker. */
    void begin(ByteBuf bytes, boolean whole) {
        record.onRequestBytes(bytes.readableBytes());
        request.add(bytes);
        requestWhole = whole;
        ask();
    }

    void onRequestBytes(ByteBuf bytes) {
        deadlines.onRequestBytes(state.now());
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
    void onTunnelBytes(ByteBuf bytes) {
        tunnel.onCallerBytes(bytes);
        onRequestBytes(bytes);
        endTunnelIfDue();
    }

    void onRequestWhole() {
        requestWhole = true;
        deadlines.onRequestBytes(state.now());
    }

    /** Returns whether the request's bytes have a connection to go to. */
    boolean hasWorker() {
        return upstream != null;
    }

    void flushRequest() {
        if (upstream != null) {
            upstream.flush();
        }
    }

    /** The rest of the request has invalid framing. */
    void onRequestBroken(ParseError refusal) {
        toFailed(OutcomeReason.MALFORMED, GatewayResponse.of(refusal));
    }

    void onRequestSilent() {
        toFailed(
                OutcomeReason.CALLER_SLOW,
                new GatewayResponse(408, "the request body stopped coming (webendpoints.gateway.body-idle-timeout)"));
    }

    void onCallerGone() {
        if (phase == Phase.OVER) {
            return;
        }
        abandon(phase == Phase.TUNNELLING ? OutcomeReason.ANSWERED : OutcomeReason.CALLER_LEFT);
    }

    /** The client will send nothing more, but may still read. */
    void onCallerHalfClosed() {
        if (upstream == null) {
            return;
        }
        upstream.shutdownOutput();
        deadlines.endWithin(HALF_CLOSED_MILLIS, state.now());
    }

    void onCallerWritable(boolean writable) {
        if (upstream == null) {
            return;
        }
        if (writable) {
            upstream.gate().resume(ReadGate.OTHER_SIDE_FULL);
        } else {
            upstream.gate().pause(ReadGate.OTHER_SIDE_FULL);
        }
    }

    // ---- the lease on a worker ----

    private void ask() {
        phase = Phase.ASKING;
        pending.ask();
    }

    void onWorker() {
        deadlines.onWorker(state.now());
        record.onWorker();
        toConnection();
    }

    void onNoWorker(GatewayResponse answer, OutcomeReason reason) {
        toFailed(reason, answer);
    }

    // ---- the connection to the worker ----

    private void toConnection() {
        phase = Phase.CONNECTING;
        UpstreamConnection idle = state.pool.take(pending.lease().workerId());
        if (idle == null) {
            toFreshConnection();
        } else {
            retries.onConnection(true);
            attach(idle);
        }
    }

    void onConnected(UpstreamConnection connection) {
        if (phase == Phase.CONNECTING) {
            attach(connection);
        } else {
            state.pool.put(connection);
        }
    }

    /** Nothing was sent, so the request can go to another worker. */
    void onConnectFailed() {
        if (phase == Phase.CONNECTING) {
            askForAnother("the function's worker does not accept connections");
        }
    }

    /** @param failure the error text if no attempts are left */
    private void askForAnother(String failure) {
        if (!retries.mayAskAgain()) {
            toFailed(OutcomeReason.WORKER_BROKE, new GatewayResponse(502, failure));
            return;
        }
        pending.end();
        phase = Phase.ASKING;
        state.loop.schedule(this::askAfterPause, retries.nextPauseMillis(), TimeUnit.MILLISECONDS);
    }

    private void askAfterPause() {
        if (phase == Phase.ASKING) {
            ask();
        }
    }

    private void attach(UpstreamConnection connection) {
        upstream = connection;
        phase = Phase.WAITING;
        connection.attach(this);
        if (!downstream.isWritable()) {
            connection.gate().pause(ReadGate.OTHER_SIDE_FULL);
        }
        request.sendOn(connection, traits.replayable());
        pauseCallerWhileFull();
        // Last: an HTTP/2 stream delivers its queued frames within this call, which may end the exchange.
        downstream.gate().resume(ReadGate.NO_UPSTREAM);
    }

    private void pauseCallerWhileFull() {
        if (!upstream.isWritable()) {
            downstream.gate().pause(ReadGate.OTHER_SIDE_FULL);
        }
    }

    void onUpstreamWritable(boolean writable) {
        if (writable) {
            downstream.gate().resume(ReadGate.OTHER_SIDE_FULL);
        } else {
            downstream.gate().pause(ReadGate.OTHER_SIDE_FULL);
        }
    }

    // ---- from the worker ----

    boolean answersHead() {
        return traits.head();
    }

    boolean framesBody() {
        return downstream.framesBody();
    }

    /** Returns whether a 101 opens a tunnel now; otherwise the exchange has ended. */
    boolean maySwitch() {
        if (!traits.upgrades()) {
            toFailed(
                    OutcomeReason.WORKER_BROKE,
                    new GatewayResponse(502, "the function switched protocols without being asked to"));
        } else if (!downstream.mayTunnel()) {
            toFailed(
                    OutcomeReason.MALFORMED,
                    new GatewayResponse(400, "bytes of another protocol came before it was agreed on"));
        } else {
            return true;
        }
        return false;
    }

    /** The worker has seen the request, which can no longer be repeated. */
    void onFirstByte() {
        request.forgetSent();
    }

    void onInterimHead(ResponseHead head, ByteBuf buffer, int writableFrom, int bodyStart) {
        downstream.toInterimHead(head, buffer, writableFrom, bodyStart);
        pauseWorkerWhileFull();
    }

    int onHead(ResponseHead head, ByteBuf buffer, int writableFrom, int bodyStart) {
        record.onStatus(head.status());
        int start = downstream.toHead(head, record.callId(), buffer, writableFrom, bodyStart);
        if (start == bodyStart) {
            // The head did not fit before the body and was written separately: too late for the gateway's own response.
            phase = Phase.ANSWERING;
        }
        return start;
    }

    void onAnswerBytes(ByteBuf bytes) {
        if (phase == Phase.WAITING) {
            phase = Phase.ANSWERING;
        }
        record.onAnswerBytes(bytes.readableBytes());
        downstream.write(bytes);
        pauseWorkerWhileFull();
    }

    void onAnswerTrailers(byte[] section) {
        downstream.trailers(section);
    }

    /** Forwards the worker's bytes through the tunnel. */
    void onTunnelAnswerBytes(ByteBuf bytes) {
        tunnel.onWorkerBytes(bytes, bytes.readerIndex());
        onAnswerBytes(bytes);
        endTunnelIfDue();
    }

    private void pauseWorkerWhileFull() {
        if (!downstream.isWritable() && upstream != null) {
            upstream.gate().pause(ReadGate.OTHER_SIDE_FULL);
        }
    }

    void flushAnswer() {
        downstream.flush();
    }

    /** @param reusable whether the worker accepts another request on this connection */
    void onAnswerEnd(boolean reusable) {
        UpstreamConnection connection = upstream;
        upstream = null;
        connection.detach();
        if (reusable && requestWhole) {
            state.pool.put(connection);
        } else {
            connection.close();
        }
        toOver(OutcomeReason.ANSWERED);
        downstream.toNext();
    }

    /** A 101 was written to the client. */
    void toTunnel(Tunnel opened) {
        tunnel = opened;
        phase = Phase.TUNNELLING;
        downstream.toTunnel();
        if (state.isDraining()) {
            tunnel.end(Tunnel.GOING_AWAY, Tunnel.GOING_AWAY);
        }
        endTunnelIfDue();
    }

    private void endTunnelIfDue() {
        if (tunnel.ending() && phase == Phase.TUNNELLING) {
            deadlines.endWithin(GOODBYE_MILLIS, state.now());
            tunnel.tell(downstream, upstream);
        }
    }

    /** The worker's response is malformed. */
    void onAnswerRefused(ParseError refusal) {
        toFailed(
                OutcomeReason.WORKER_BROKE,
                new GatewayResponse(502, "the function's answer is not valid HTTP: " + refusal.sentence()));
    }

    /** The worker's connection ended before its response did. */
    void onUpstreamGone() {
        boolean repeatable = request.canRepeat() && !(downstream instanceof DeferredResponse);
        RetryPolicy.Step step = repeatable ? retries.afterBreak() : RetryPolicy.Step.NONE;
        upstream = null;
        switch (step) {
            case FRESH_CONNECTION -> {
                request.repeat();
                toFreshConnection();
            }
            case ANOTHER_WORKER -> {
                request.repeat();
                askForAnother(BROKEN);
            }
            case NONE -> onUpstreamGoneForGood();
        }
    }

    private void onUpstreamGoneForGood() {
        if (phase == Phase.TUNNELLING) {
            toOver(OutcomeReason.ANSWERED);
            downstream.toClosed();
        } else {
            toFailed(OutcomeReason.WORKER_BROKE, new GatewayResponse(502, BROKEN));
        }
    }

    private void toFreshConnection() {
        retries.onConnection(false);
        phase = Phase.CONNECTING;
        state.pool.open(pending.lease(), this);
    }

    // ---- ends ----

    void onSweep(long now) {
        if (phase == Phase.OVER) {
            return;
        }
        if (phase == Phase.TUNNELLING) {
            endTunnelIfDue();
        }
        boolean answered = phase == Phase.ANSWERING || phase == Phase.TUNNELLING;
        if (deadlines.functionIsLate(now)) {
            toFailed(OutcomeReason.TIMED_OUT, deadlines.functionTimeout());
        } else if (!answered && deadlines.responseIsLate(now)) {
            onResponseLate();
        }
    }

    /** Redirects the client to fetch its response later; the call goes on without it. */
    private void onResponseLate() {
        if (terms.leases() instanceof DeferredResponse) {
            toFailed(
                    OutcomeReason.REDIRECTED,
                    GatewayResponse.seeOther(traits.url().ofResult(record.callIdText()), record.callIdText()));
            return;
        }
        boolean mayDetach = requestWhole && !traits.head() && !traits.upgrades();
        DeferredResponse detached = mayDetach ? state.results.open(state, this, terms) : null;
        if (detached == null) {
            boolean shareUsed = mayDetach && state.results.isShareUsed(terms.workspaceId());
            toFailed(OutcomeReason.TIMED_OUT, shareUsed ? deadlines.tooManyKept() : deadlines.responseTimeout());
        } else {
            detach(detached);
        }
    }

    private void detach(DeferredResponse detached) {
        Downstream caller = downstream;
        downstream = detached;
        record.onDetached(detached.callId());
        deadlines.onDetached();
        caller.gate().resume(ReadGate.NO_UPSTREAM | ReadGate.OTHER_SIDE_FULL);
        if (upstream != null) {
            upstream.gate().resume(ReadGate.OTHER_SIDE_FULL);
        }
        caller.answer(GatewayResponse.seeOther(traits.url().ofResult(detached.callId()), detached.callId()));
    }

    /** The server is shutting down: fails a request without a worker, and closes a tunnel, which would stay open. */
    void onDrain() {
        if (phase == Phase.ASKING) {
            toFailed(
                    OutcomeReason.SHUTTING_DOWN,
                    new GatewayResponse(503, "the server is shutting down", List.of(), 1));
        } else if (phase == Phase.TUNNELLING) {
            tunnel.end(Tunnel.GOING_AWAY, Tunnel.GOING_AWAY);
            endTunnelIfDue();
        }
    }

    /** @param reason why the gateway sends its own answer; a response that has begun is cut off instead */
    private void toFailed(OutcomeReason reason, GatewayResponse answer) {
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
                record.onStatus(answer.status());
                abandon(reason);
                downstream.answer(answer);
            }
        }
    }

    private void abandon(OutcomeReason reason) {
        UpstreamConnection connection = upstream;
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
        pending.end();
        request.release();
        downstream.gate().resume(ReadGate.NO_UPSTREAM | ReadGate.OTHER_SIDE_FULL);
    }
}
