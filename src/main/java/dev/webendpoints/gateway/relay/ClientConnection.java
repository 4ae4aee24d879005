package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.http1.Answer;
import dev.webendpoints.gateway.http1.Framing;
import dev.webendpoints.gateway.http1.Peer;
import dev.webendpoints.gateway.http1.Refusal;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.http1.RequestPolicy;
import dev.webendpoints.gateway.http1.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.ssl.SslCloseCompletionEvent;

/**
 * A caller's HTTP/1.1 connection: its requests one after another, each an exchange.
 *
 * <pre>
 *   HEAD ──▶ BODY ──▶ ANSWER ──▶ HEAD …      ANSWER ──101──▶ TUNNEL ──▶ CLOSING
 *                        any ──last answer, refusal──▶ LINGER ──▶ CLOSED
 * </pre>
 *
 * LINGER reads on for a bounded time and size after our last byte, because closing with unread bytes makes the kernel
 * reset the connection, and the caller might lose the answer.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements Front, Caller {

    private enum Stage {
        HEAD,
        BODY,
        ANSWER,
        TUNNEL,
        LINGER,
        CLOSED
    }

    private final LoopState state;
    private final Channel channel;
    private final ReadGate gate;
    private final HeadIntake<RequestHead> intake;
    private final BodyMeter meter;
    private final Stash stash;
    private final AnswerWriter writer;
    private final Departure departure;
    private final ClientDeadlines deadlines;
    private final Peer peer;

    private Stage stage = Stage.HEAD;
    private Exchange exchange;
    private boolean fresh = true;
    private boolean reading;
    private boolean http10;
    private boolean persistent;
    private boolean upgrades;
    private boolean holdsBody;
    private boolean inputEnded;

    ClientConnection(LoopState state, Channel channel, Peer peer) {
        this.state = state;
        this.channel = channel;
        gate = new ReadGate(channel);
        intake = new HeadIntake<>(state.requestHead);
        meter = new BodyMeter(state.settings.requests().maxBodyBytes());
        stash = new Stash(gate);
        writer = new AnswerWriter(state, channel);
        departure = new Departure(channel, state.settings.clients());
        deadlines = new ClientDeadlines(() -> ClientDeadlines.waiting(channel), state.settings.clients(), state.now());
        this.peer = peer;
    }

    // ---- reading ----

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        state.opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        deadlines.onRead(state.now());
        switch (stage) {
            case HEAD -> readRequests(buffer, 0);
            case BODY -> readBody(buffer);
            case ANSWER -> stash.put(buffer);
            case TUNNEL -> exchange.onTunnelBytes(buffer);
            case LINGER -> departure.drain(buffer);
            default -> buffer.release();
        }
    }

    /** @param fromFloor the first index of the buffer that nobody else still reads */
    private void readRequests(ByteBuf buffer, int fromFloor) {
        reading = true;
        int floor = fromFloor;
        boolean handedOn = false;
        while (stage == Stage.HEAD && !handedOn && buffer.isReadable()) {
            RequestHead head = intake.head();
            switch (intake.read(head, buffer)) {
                case MORE -> {}
                case REFUSED -> handedOn = onRefusedHead(head, buffer);
                case WHOLE -> {
                    handedOn = onHead(head, buffer, floor);
                    floor = handedOn ? 0 : buffer.readerIndex();
                }
            }
        }
        reading = false;
        if (!handedOn) {
            onRest(buffer);
        }
    }

    /** Answers whether the buffer was handed on as a whole. */
    private boolean onRefusedHead(RequestHead head, ByteBuf buffer) {
        if (fresh && head.beginsHttp2()) {
            toHttp2(buffer);
            return true;
        }
        refuse(head.refusal());
        return false;
    }

    /** From here on the connection is HTTP/2's, from its first byte: what of the preface was read here is given back. */
    private void toHttp2(ByteBuf buffer) {
        state.closed(this);
        stage = Stage.CLOSED;
        ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
        ByteBuf whole = Unpooled.wrappedBuffer(preface.writerIndex(intake.earlier()), buffer);
        ChannelPipeline pipeline = channel.pipeline();
        Http2Connection.install(state, channel, peer);
        pipeline.remove(this);
        pipeline.fireChannelRead(whole);
    }

    private void onRest(ByteBuf buffer) {
        if (!buffer.isReadable()) {
            buffer.release();
        } else if (stage == Stage.ANSWER) {
            stash.put(buffer);
        } else if (stage == Stage.LINGER) {
            departure.drain(buffer);
        } else {
            buffer.release();
        }
    }

    /** Answers whether the buffer was handed on as a whole. */
    private boolean onHead(RequestHead head, ByteBuf buffer, int floor) {
        int bodyStart = buffer.readerIndex() + intake.consumed();
        fresh = false;
        http10 = head.minorVersion() == 0;
        persistent = head.persistent() && !http10 && !state.isDraining();
        meter.begin(head.framing(), head.contentLength());
        Verdict verdict = state.admit(head, peer);
        if (verdict instanceof Verdict.Refused refused) {
            writer.onRequest(head, refused.cors());
            buffer.readerIndex(bodyStart);
            refused.tally().onEnd(Ending.refused(refused.answer().status()));
            answer(refused.answer());
            return false;
        }
        Verdict.Admitted admitted = (Verdict.Admitted) verdict;
        writer.onRequest(head, admitted.cors());
        return forwardHead(head, admitted, buffer, floor, bodyStart);
    }

    private boolean forwardHead(RequestHead head, Verdict.Admitted admitted, ByteBuf buffer, int floor, int bodyStart) {
        RequestTraits traits = RequestTraits.of(head, peer);
        upgrades = traits.upgrades();
        holdsBody = head.expectsContinue();
        int end = meter.scan(buffer, bodyStart, buffer.writerIndex());
        if (meter.refusal() != null) {
            refuse(meter.refusal());
            return false;
        }
        int length = RequestPolicy.rewrite(head, peer, admitted.credentialsUsed());
        int start = Stamp.before(buffer, floor, bodyStart, head.array(), length);
        ByteBuf apart = start == Stamp.NO_ROOM ? Stamp.apart(buffer, head.array(), length) : null;
        exchange = new Exchange(state, this, admitted, traits);
        stage = meter.done() ? Stage.ANSWER : Stage.BODY;
        return begin(buffer, apart, apart == null ? start : bodyStart, end);
    }

    private boolean begin(ByteBuf buffer, ByteBuf apart, int start, int end) {
        int verbatimEnd = meter.verbatimEnd();
        byte[] trailers = meter.takeTrailers();
        if (apart == null && trailers == null && end == buffer.writerIndex() && verbatimEnd == end) {
            exchange.begin(buffer.readerIndex(start), meter.done());
            return true;
        }
        ByteBuf run = buffer.retainedSlice(start, verbatimEnd - start);
        buffer.readerIndex(end);
        if (apart != null) {
            run = Unpooled.wrappedBuffer(apart, run);
        }
        if (trailers != null) {
            run = Unpooled.wrappedBuffer(run, Unpooled.wrappedBuffer(trailers));
        }
        exchange.begin(run, meter.done());
        return false;
    }

    private void readBody(ByteBuf buffer) {
        holdsBody = false;
        int from = buffer.readerIndex();
        int end = meter.scan(buffer, from, buffer.writerIndex());
        if (meter.refusal() != null) {
            buffer.release();
            exchange.onRequestBroken(meter.refusal());
            return;
        }
        int verbatimEnd = meter.verbatimEnd();
        byte[] trailers = meter.takeTrailers();
        boolean handedOn = end == buffer.writerIndex() && verbatimEnd == end;
        if (meter.done()) {
            stage = Stage.ANSWER;
            exchange.onRequestWhole();
        }
        if (handedOn) {
            exchange.onRequestBytes(buffer);
        } else if (verbatimEnd > from) {
            exchange.onRequestBytes(buffer.retainedSlice(from, verbatimEnd - from));
        }
        if (trailers != null) {
            exchange.onRequestBytes(Unpooled.wrappedBuffer(trailers));
        }
        if (!handedOn) {
            onRest(buffer.readerIndex(end));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.flushRequest();
        }
    }

    // ---- the caller's side of the exchange ----

    @Override
    public ReadGate gate() {
        return gate;
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public boolean framesBody() {
        return !http10;
    }

    @Override
    public void toInterimHead(ResponseHead head, ByteBuf buffer, int floor, int bodyStart) {
        holdsBody = false;
        if (!http10) {
            writer.interim(head, buffer);
        }
    }

    @Override
    public int toHead(ResponseHead head, byte[] callId, ByteBuf buffer, int floor, int bodyStart) {
        boolean untilClose = head.framing() == Framing.UNTIL_CLOSE;
        departure.onHead(untilClose || http10 && head.framing() == Framing.CHUNKED);
        persistent &= meter.done() && !untilClose && mayGoOn() && !state.isDraining();
        return writer.head(head, callId, buffer, floor, bodyStart, !persistent, !http10);
    }

    /** Not after the caller's last bytes, nor when it sent bytes of a protocol that was not agreed on. */
    private boolean mayGoOn() {
        return stash.isEmpty() ? !inputEnded || reading : !upgrades;
    }

    @Override
    public void write(ByteBuf bytes) {
        writer.write(bytes);
    }

    /** A caller of HTTP/1.0: it has no place for them. */
    @Override
    public void trailers(byte[] section) {}

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void answer(Answer answer) {
        departure.onHead(false);
        persistent &= meter.done() && mayGoOn();
        writer.own(answer, !persistent);
        toNext();
    }

    private void refuse(Refusal refusal) {
        refuse(Answer.of(refusal));
    }

    private void refuse(Answer answer) {
        state.door.onMalformed(answer.status(), peer);
        persistent = false;
        writer.own(answer, true);
        toNext();
    }

    @Override
    public void toNext() {
        exchange = null;
        writer.onAnswerEnd();
        if (!persistent) {
            toLinger();
            return;
        }
        channel.flush();
        stage = Stage.HEAD;
        deadlines.onIdle(state.now());
        if (!reading) {
            takeUp();
        }
    }

    /** Goes on with what was put aside. */
    private void takeUp() {
        ByteBuf next = stash.take();
        if (next != null) {
            deadlines.onRead(state.now());
            readRequests(next, next.readerIndex());
        }
        if (stage == Stage.HEAD && inputEnded) {
            toLinger();
        } else if (stash.isEmpty()) {
            gate.resume(ReadGate.PIPELINED);
        }
    }

    private void toLinger() {
        stage = Stage.LINGER;
        stash.drop();
        gate.open();
        departure.begin(inputEnded);
    }

    @Override
    public void toBroken() {
        exchange = null;
        stage = Stage.CLOSED;
        stash.drop();
        departure.cut();
    }

    @Override
    public boolean mayTunnel() {
        return stash.isEmpty();
    }

    @Override
    public void toTunnel() {
        stage = Stage.TUNNEL;
        flush();
        if (inputEnded) {
            exchange.onCallerHalfClosed();
        }
    }

    @Override
    public void toClosed() {
        exchange = null;
        persistent = false;
        toLinger();
    }

    // ---- other events ----

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.onCallerWritable(channel.isWritable());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if ((event == ChannelInputShutdownEvent.INSTANCE || event == SslCloseCompletionEvent.SUCCESS) && !inputEnded) {
            inputEnded = true;
            onInputEnd();
        }
    }

    /**
     * The caller's FIN: it left, or it has only said all it wants to say; on the wire that looks the same. What we
     * write finds out, because a caller who left resets the connection then: an answer that flows, and while nothing of
     * it was written an interim one. See docs/decisions/0003-half-close.md. Under TLS nobody ends one half only: callers
     * who say goodbye there have left.
     */
    private void onInputEnd() {
        switch (stage) {
            case ANSWER -> {
                if (departure.underTls()) {
                    close();
                } else if (!writer.begun()) {
                    probe();
                } else if (seemsLeft()) {
                    close();
                }
            }
            case TUNNEL -> exchange.onCallerHalfClosed();
            case HEAD -> toLinger();
            case LINGER -> departure.onCallerDone();
            default -> close();
        }
    }

    /** A caller of HTTP/1.0 knows no interim answers, and counts as one who left. */
    private void probe() {
        if (http10) {
            close();
        } else {
            departure.probe();
        }
    }

    /** Nothing is on its way that would find out. */
    private boolean seemsLeft() {
        return inputEnded && writer.quiet() && deadlines.waiting() == 0;
    }

    @Override
    public void onSweep(long now) {
        switch (stage) {
            case HEAD -> onHeadSweep(now);
            case BODY -> onBodySweep(now);
            case ANSWER -> departure.probeAgain(inputEnded && !writer.begun());
            case LINGER -> departure.onSweep(now);
            default -> {}
        }
        if (deadlines.readerIsStuck(now) || stage == Stage.ANSWER && seemsLeft()) {
            close();
        } else if (exchange != null) {
            exchange.onSweep(now);
        }
    }

    /** Silence counts only when it is the caller's turn: not before there is a worker, nor before its 100. */
    private void onBodySweep(long now) {
        if (gate.isPaused() || holdsBody || !exchange.hasWorker()) {
            deadlines.onRead(now);
        } else if (deadlines.bodyIsLate(now)) {
            exchange.onRequestSilent();
        }
    }

    private void onHeadSweep(long now) {
        if (intake.isPartial() && deadlines.headIsLate(now)) {
            refuse(new Answer(408, "the request head was not complete in time (webendpoints.gateway.head-timeout)"));
        } else if (!intake.isPartial() && deadlines.idleTooLong(now)) {
            close();
        }
    }

    @Override
    public void onDrain() {
        persistent = false;
        if (exchange != null) {
            exchange.onDrain();
        } else if (stage == Stage.HEAD && !intake.isPartial()) {
            close();
        }
    }

    @Override
    public void cut() {
        close();
    }

    private void close() {
        departure.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        state.closed(this);
        stage = Stage.CLOSED;
        stash.drop();
        Exchange left = exchange;
        exchange = null;
        if (left != null) {
            left.onCallerGone();
        }
    }

    /** Resets and broken pipes are how callers leave: no line in the log. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Failures.report(cause);
        close();
    }
}
