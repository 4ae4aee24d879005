package dev.webendpoints.gateway.relay;

import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.webendpoints.gateway.http1.Answer;
import dev.webendpoints.gateway.http1.Refusal;
import dev.webendpoints.gateway.http1.ResponseHead;
import dev.webendpoints.gateway.relay.Ending.Cause;
import io.netty.buffer.ByteBuf;

/**
 * One request and its answer, and the holder of a {@link Claim} to a worker for it.
 *
 * <pre>
 *   ASKING ──onWorker───▶ CONNECTING ──onConnected──▶ WAITING ──onHead──▶ ANSWERING ──onAnswerEnd──▶ OVER
 *      ▲                      │                          │  └──onHead(101)──▶ TUNNELLING ──▶ OVER
 *      ├─ onConnectFailed ────┘                          │
 *      └─ onUpstreamGone: what may be done twice ────────┴─▶ CONNECTING  (a stale connection)
 * </pre>
 *
 * From every phase a refusal, a deadline, the caller's leaving or the worker's leads to OVER. What must hold:
 * <ul>
 *   <li>the grant is released exactly once, on the way to OVER, also one that arrives after it;
 *   <li>a request is sent again only when no byte of an answer came, and it is idempotent and without a body:
 *       {@link SecondChances} says where to;
 *   <li>a connection goes back to the pool only when request and answer are both complete;
 *   <li>an answer of ours is given only while nothing of the function's was written; after that the caller is cut;
 *   <li>events that arrive after OVER change nothing. They do arrive: opening the caller's gate on the way to OVER makes a
 *       stream of HTTP/2 deliver the frames that waited, at once.
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

    /** How long a tunnel may outlive the end of its caller's half, in milliseconds. */
    private static final long HALF_CLOSED_MILLIS = 500;

    /** How long both sides of a tunnel may take to end it once it must end, in milliseconds. */
    private static final long GOODBYE_MILLIS = 1000;

    private static final String BROKEN = "the function's worker ended the connection before it answered";

    private final LoopState state;
    private Front front;
    private final RequestTraits traits;
    private final Claim claim;
    private final ExchangeDeadlines deadlines;
    private final ExchangeRecord record;
    private final Verdict.Admitted terms;

    private Phase phase = Phase.ASKING;
    private UpstreamConnection upstream;
    private Tunnel tunnel;

    private final RequestBytes request = new RequestBytes();
    private boolean requestWhole;

    private final SecondChances chances = new SecondChances();

    Exchange(LoopState state, Front front, Verdict.Admitted terms, RequestTraits traits) {
        this.state = state;
        this.front = front;
        this.traits = traits;
        claim = new Claim(state.loop, terms.destinations(), this);
        deadlines = new ExchangeDeadlines(terms.timeoutMillis(), state.settings.workers());
        deadlines.onRequestBytes(state.now());
        this.terms = terms;
        record = new ExchangeRecord(
                terms.tally(),
                terms.destinations() instanceof DetachedAnswer result ? result.callIdBytes() : state.callIds.next());
    }

    // ---- from the caller ----

    /** Takes the first bytes of the request, head included, and asks for a worker. */
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
            front.gate().pause(ReadGate.NO_UPSTREAM);
        }
    }

    /** The caller's bytes once there is a tunnel. */
    void onTunnelBytes(ByteBuf bytes) {
        tunnel.onCallerBytes(bytes);
        onRequestBytes(bytes);
        endTunnelIfDue();
    }

    void onRequestWhole() {
        requestWhole = true;
        deadlines.onRequestBytes(state.now());
    }

    /** Whether the request's bytes have somewhere to go. */
    boolean hasWorker() {
        return upstream != null;
    }

    void flushRequest() {
        if (upstream != null) {
            upstream.flush();
        }
    }

    /** The rest of the request breaks the rules of its framing. */
    void onRequestBroken(Refusal refusal) {
        refuse(Answer.of(refusal));
    }

    void onRequestSilent() {
        refuse(new Answer(408, "the request body stopped coming (webendpoints.gateway.body-idle-timeout)"));
    }

    void onCallerGone() {
        if (phase == Phase.OVER) {
            return;
        }
        abandon(phase == Phase.TUNNELLING ? Cause.FUNCTION : Cause.CALLER);
    }

    /** The caller will send nothing more, but may still read. */
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

    // ---- the right to use a worker ----

    private void ask() {
        phase = Phase.ASKING;
        claim.ask();
    }

    void onWorker() {
        deadlines.onWorker(state.now());
        record.onWorker();
        toConnection();
    }

    void onNoWorker(Answer answer) {
        refuse(answer);
    }

    // ---- the connection to the worker ----

    private void toConnection() {
        phase = Phase.CONNECTING;
        UpstreamConnection idle = state.pool.take(claim.grant().workerId());
        if (idle == null) {
            toFreshConnection();
        } else {
            chances.onConnection(true);
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

    /** Nothing was sent, so another worker may have it. */
    void onConnectFailed() {
        if (phase == Phase.CONNECTING) {
            askForAnother("the function's worker does not accept connections");
        }
    }

    /** @param failure what is said when there were enough */
    private void askForAnother(String failure) {
        if (!chances.mayAskAgain()) {
            toFailed(new Answer(502, failure));
            return;
        }
        claim.end();
        phase = Phase.ASKING;
        state.loop.schedule(this::askAfterPause, chances.nextPauseMillis(), TimeUnit.MILLISECONDS);
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
        if (!front.isWritable()) {
            connection.gate().pause(ReadGate.OTHER_SIDE_FULL);
        }
        request.sendOn(connection, traits.replayable());
        pauseCallerWhileFull();
        // Last: a stream of HTTP/2 delivers what waited within this call, which may end the exchange.
        front.gate().resume(ReadGate.NO_UPSTREAM);
    }

    private void pauseCallerWhileFull() {
        if (!upstream.isWritable()) {
            front.gate().pause(ReadGate.OTHER_SIDE_FULL);
        }
    }

    void onUpstreamWritable(boolean writable) {
        if (writable) {
            front.gate().resume(ReadGate.OTHER_SIDE_FULL);
        } else {
            front.gate().pause(ReadGate.OTHER_SIDE_FULL);
        }
    }

    // ---- from the worker ----

    boolean answersHead() {
        return traits.head();
    }

    boolean framesBody() {
        return front.framesBody();
    }

    /** Whether a 101 opens a tunnel now; otherwise the exchange has ended. */
    boolean maySwitch() {
        if (!traits.upgrades()) {
            toFailed(new Answer(502, "the function switched protocols without being asked to"));
        } else if (!front.mayTunnel()) {
            toFailed(new Answer(400, "bytes of another protocol came before it was agreed on"));
        } else {
            return true;
        }
        return false;
    }

    /** From here on the worker has seen the request. */
    void onFirstByte() {
        request.forgetSent();
    }

    void onInterimHead(ResponseHead head, ByteBuf buffer, int floor, int bodyStart) {
        front.toInterimHead(head, buffer, floor, bodyStart);
        pauseWorkerWhileFull();
    }

    int onHead(ResponseHead head, ByteBuf buffer, int floor, int bodyStart) {
        record.onStatus(head.status());
        int start = front.toHead(head, record.callId(), buffer, floor, bodyStart);
        if (start == bodyStart) {
            // The head had no room before the body and was written by itself: too late for an answer of ours.
            phase = Phase.ANSWERING;
        }
        return start;
    }

    void onAnswerBytes(ByteBuf bytes) {
        if (phase == Phase.WAITING) {
            phase = Phase.ANSWERING;
        }
        record.onAnswerBytes(bytes.readableBytes());
        front.write(bytes);
        pauseWorkerWhileFull();
    }

    void onAnswerTrailers(byte[] section) {
        front.trailers(section);
    }

    /** The worker's bytes once there is a tunnel. */
    void onTunnelAnswerBytes(ByteBuf bytes) {
        tunnel.onWorkerBytes(bytes, bytes.readerIndex());
        onAnswerBytes(bytes);
        endTunnelIfDue();
    }

    private void pauseWorkerWhileFull() {
        if (!front.isWritable() && upstream != null) {
            upstream.gate().pause(ReadGate.OTHER_SIDE_FULL);
        }
    }

    void flushAnswer() {
        front.flush();
    }

    /** @param reusable whether the worker takes another request on this connection */
    void onAnswerEnd(boolean reusable) {
        UpstreamConnection connection = upstream;
        upstream = null;
        connection.detach();
        if (reusable && requestWhole) {
            state.pool.put(connection);
        } else {
            connection.close();
        }
        toOver(Cause.FUNCTION);
        front.toNext();
    }

    /** A 101 went to the caller. */
    void toTunnel(Tunnel opened) {
        tunnel = opened;
        phase = Phase.TUNNELLING;
        front.toTunnel();
        if (state.isDraining()) {
            tunnel.end(Tunnel.GOING_AWAY, Tunnel.GOING_AWAY);
        }
        endTunnelIfDue();
    }

    private void endTunnelIfDue() {
        if (tunnel.ending() && phase == Phase.TUNNELLING) {
            deadlines.endWithin(GOODBYE_MILLIS, state.now());
            tunnel.tell(front, upstream);
        }
    }

    /** The worker's answer cannot be understood. */
    void onAnswerRefused(Refusal refusal) {
        toFailed(new Answer(502, "the function's answer is not valid HTTP: " + refusal.sentence()));
    }

    /** The worker's connection ended before its answer did. */
    void onUpstreamGone() {
        boolean repeatable = request.canRepeat() && !(front instanceof DetachedAnswer);
        SecondChances.Step step = repeatable ? chances.afterBreak() : SecondChances.Step.NONE;
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
            toOver(Cause.FUNCTION);
            front.toClosed();
        } else {
            toFailed(new Answer(502, BROKEN));
        }
    }

    private void toFreshConnection() {
        chances.onConnection(false);
        phase = Phase.CONNECTING;
        state.pool.open(claim.grant(), this);
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
            toFailed(deadlines.functionTimeout());
        } else if (!answered && deadlines.responseIsLate(now)) {
            onResponseLate();
        }
    }

    /** The caller is sent to fetch its answer later, and the call goes on without it. */
    private void onResponseLate() {
        if (terms.destinations() instanceof DetachedAnswer) {
            toFailed(Answer.seeOther(traits.url().ofResult(record.callIdText()), record.callIdText()));
            return;
        }
        boolean mayDetach = requestWhole && !traits.head() && !traits.upgrades();
        DetachedAnswer detached = mayDetach ? state.results.open(state, this, terms) : null;
        if (detached == null) {
            boolean shareUsed = mayDetach && state.results.isShareUsed(terms.workspaceId());
            toFailed(shareUsed ? deadlines.tooManyKept() : deadlines.responseTimeout());
        } else {
            detach(detached);
        }
    }

    private void detach(DetachedAnswer detached) {
        Front caller = front;
        front = detached;
        record.onDetached(detached.callId());
        deadlines.onDetached();
        caller.gate().resume(ReadGate.NO_UPSTREAM | ReadGate.OTHER_SIDE_FULL);
        if (upstream != null) {
            upstream.gate().resume(ReadGate.OTHER_SIDE_FULL);
        }
        caller.answer(Answer.seeOther(traits.url().ofResult(detached.callId()), detached.callId()));
    }

    /** The server stops: who has no worker yet will get none, and a tunnel would not end by itself. */
    void onDrain() {
        if (phase == Phase.ASKING) {
            refuse(new Answer(503, "the server is shutting down", List.of(), 1));
        } else if (phase == Phase.TUNNELLING) {
            tunnel.end(Tunnel.GOING_AWAY, Tunnel.GOING_AWAY);
            endTunnelIfDue();
        }
    }

    private void refuse(Answer answer) {
        toFailed(answer);
    }

    private void toFailed(Answer answer) {
        switch (phase) {
            case ANSWERING -> {
                abandon(Cause.BROKEN);
                front.toBroken();
            }
            case TUNNELLING -> {
                abandon(Cause.FUNCTION);
                front.toClosed();
            }
            case OVER -> {}
            default -> {
                record.onStatus(answer.status());
                abandon(Cause.GATEWAY);
                front.answer(answer);
            }
        }
    }

    private void abandon(Cause cause) {
        UpstreamConnection connection = upstream;
        upstream = null;
        toOver(cause);
        if (connection != null) {
            connection.detach();
            connection.close();
        }
    }

    private void toOver(Cause cause) {
        phase = Phase.OVER;
        record.onEnd(cause);
        claim.end();
        request.release();
        front.gate().resume(ReadGate.NO_UPSTREAM | ReadGate.OTHER_SIDE_FULL);
    }
}
