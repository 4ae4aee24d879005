package dev.webendpoints.gateway.relay.h1;

import java.util.function.BiConsumer;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.http1.ResponseHead;
import dev.webendpoints.gateway.relay.admission.FilterDecision;
import dev.webendpoints.gateway.relay.admission.OutcomeReason;
import dev.webendpoints.gateway.relay.channel.ChannelFailures;
import dev.webendpoints.gateway.relay.channel.ReadGate;
import dev.webendpoints.gateway.relay.channel.WriteBufferMarks;
import dev.webendpoints.gateway.relay.client.ClientContext;
import dev.webendpoints.gateway.relay.client.ClientDeadlines;
import dev.webendpoints.gateway.relay.client.DownstreamChannel;
import dev.webendpoints.gateway.relay.exchange.Exchange;
import dev.webendpoints.gateway.relay.exchange.RequestTraits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;

/**
 * A client's HTTP/1.1 connection: a sequence of requests, each one an exchange.
 *
 * <pre>
 *   HEAD ──▶ BODY ──▶ ANSWER ──▶ HEAD …      ANSWER ──101──▶ TUNNEL ──▶ LINGER
 *                        any ──last response, refusal──▶ LINGER ──▶ CLOSED
 * </pre>
 *
 * LINGER keeps reading for a bounded time and size after the last byte is written, because closing a socket with unread
 * bytes makes the kernel reset the connection, and the client might lose the response.
 */
public final class ClientConnection extends DownstreamChannel {

    private enum Stage {
        HEAD,
        BODY,
        ANSWER,
        TUNNEL,
        LINGER,
        CLOSED
    }

    private final RequestReader reader;
    private final PipelinedBytes pipelined;
    private final ResponseWriter writer;
    private final LingeringClose lingeringClose;
    private final ClientDeadlines deadlines;
    private final HalfClose halfClose;
    private final RemotePeer peer;
    private final BiConsumer<Channel, RemotePeer> http2;

    private Stage stage = Stage.HEAD;
    private boolean reading;
    private boolean upgrades;

    /** @param http2 installs HTTP/2 on a channel whose client speaks it from the first byte */
    public ClientConnection(
            ClientContext context, Channel channel, RemotePeer peer, BiConsumer<Channel, RemotePeer> http2) {
        super(context, channel);
        reader = new RequestReader(context.requestHead(), context.requests().maxBodyBytes());
        pipelined = new PipelinedBytes(gate);
        writer = new ResponseWriter(context, channel);
        lingeringClose = new LingeringClose(channel, context.limits());
        deadlines = new ClientDeadlines(() -> ClientDeadlines.waiting(channel), context.limits(), loop.now());
        halfClose = new HalfClose(channel, writer, deadlines);
        this.peer = peer;
        this.http2 = http2;
    }

    // ---- reading ----

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        loop.opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        deadlines.onRead(loop.now());
        switch (stage) {
            case HEAD -> readRequests(buffer, 0);
            case BODY -> readBody(buffer);
            case ANSWER -> pipelined.put(buffer);
            case TUNNEL -> exchange.onTunnelBytes(buffer);
            case LINGER -> lingeringClose.drain(buffer);
            default -> buffer.release();
        }
    }

    /** @param firstWritable the first index of the buffer that no earlier slice still uses */
    private void readRequests(ByteBuf buffer, int firstWritable) {
        reading = true;
        boolean handedOn = false;
        int writableFrom = firstWritable;
        while (stage == Stage.HEAD && !handedOn && buffer.isReadable()) {
            RequestHead head = reader.head();
            switch (reader.readHead(head, buffer)) {
                case MORE -> {}
                case REFUSED -> refuse(OutcomeReason.MALFORMED, GatewayResponse.of(reader.refusal()));
                case HTTP2 -> {
                    toHttp2(reader.http2Preface(buffer));
                    handedOn = true;
                }
                case HEAD -> {
                    handedOn = onHead(head, buffer, writableFrom);
                    writableFrom = handedOn ? 0 : buffer.readerIndex();
                }
            }
        }
        reading = false;
        if (!handedOn) {
            onRest(buffer);
        }
    }

    /** Switches to HTTP/2 from the connection's first byte: {@code whole} includes what was read of the preface. */
    private void toHttp2(ByteBuf whole) {
        loop.closed(this);
        stage = Stage.CLOSED;
        ChannelPipeline pipeline = channel.pipeline();
        http2.accept(channel, peer);
        pipeline.remove(this);
        pipeline.fireChannelRead(whole);
    }

    /** Returns whether the buffer was handed over as a whole. */
    private boolean onHead(RequestHead head, ByteBuf buffer, int writableFrom) {
        FilterDecision decision = context.exchanges().admit(head, peer);
        writer.onRequest(head, decision.cors());
        if (decision instanceof FilterDecision.Rejected rejected) {
            reader.skipHead(buffer);
            rejected.report();
            answer(rejected.answer());
            return false;
        }
        return forward(head, (FilterDecision.Admitted) decision, buffer, writableFrom);
    }

    private boolean forward(RequestHead head, FilterDecision.Admitted admitted, ByteBuf buffer, int writableFrom) {
        RequestTraits traits = RequestTraits.of(head, peer);
        upgrades = traits.upgrades();
        byte[] callId = context.exchanges().callIdFor(admitted);
        RequestRun run = reader.forward(head, peer, admitted.credentialsUsed(), callId, buffer, writableFrom);
        if (run == null) {
            refuse(OutcomeReason.MALFORMED, GatewayResponse.of(reader.refusal()));
            return false;
        }
        exchange = new Exchange(context.exchanges(), this, admitted, traits, callId);
        stage = reader.isWhole() ? Stage.ANSWER : Stage.BODY;
        exchange.begin(run.bytes(), reader.isWhole());
        return run.takesBuffer();
    }

    private void readBody(ByteBuf buffer) {
        RequestRun run = reader.readBody(buffer);
        if (run == null) {
            buffer.release();
            exchange.onRequestBroken(reader.refusal());
            return;
        }
        if (reader.isWhole()) {
            stage = Stage.ANSWER;
            exchange.onRequestWhole();
        }
        exchange.onRequestBytes(run.bytes());
        if (!run.takesBuffer()) {
            onRest(buffer);
        }
    }

    /** Takes the bytes that follow a request in a buffer, and ownership of the buffer. */
    private void onRest(ByteBuf buffer) {
        if (!buffer.isReadable()) {
            buffer.release();
        } else if (stage == Stage.ANSWER) {
            pipelined.put(buffer);
        } else if (stage == Stage.LINGER) {
            lingeringClose.drain(buffer);
        } else {
            buffer.release();
        }
    }

    // ---- the client side of the exchange ----

    @Override
    public boolean framesBody() {
        return !writer.isHttp10();
    }

    @Override
    public void toInterimHead(ResponseHead head, ByteBuf buffer, int writableFrom, int bodyStart) {
        reader.onInterimAnswer();
        writer.interim(head, buffer);
    }

    @Override
    public int toHead(ResponseHead head, byte[] callId, ByteBuf buffer, int writableFrom, int bodyStart) {
        WriteBufferMarks.adapt(channel);
        int start = writer.head(head, callId, buffer, writableFrom, bodyStart, mayGoOn());
        lingeringClose.onHead(writer.endsByClose());
        return start;
    }

    @Override
    public void write(ByteBuf bytes) {
        writer.write(bytes);
    }

    /** Does nothing: only HTTP/1.0 clients get here, and their responses have no trailers. */
    @Override
    public void trailers(byte[] section) {}

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void answer(GatewayResponse answer) {
        lingeringClose.onHead(false);
        writer.own(answer, mayGoOn());
        toNext();
    }

    /** Responds to a request that could not be read and ends the connection. */
    private void refuse(OutcomeReason reason, GatewayResponse answer) {
        context.exchanges().onUnreadable(reason, answer.status(), peer);
        writer.own(answer, false);
        toNext();
    }

    @Override
    public void toNext() {
        exchange = null;
        writer.onAnswerEnd();
        if (!writer.isPersistent()) {
            toLinger();
            return;
        }
        channel.flush();
        stage = Stage.HEAD;
        deadlines.onIdle(loop.now());
        if (!reading) {
            takeUp();
        }
    }

    /**
     * Returns whether the connection may carry another request: not after the client's last bytes, nor if it sent bytes
     * of a protocol that was not agreed on.
     */
    private boolean mayGoOn() {
        return reader.isWhole() && (pipelined.isEmpty() ? !halfClose.inputEnded() || reading : !upgrades);
    }

    /** Continues with the stashed bytes. */
    private void takeUp() {
        ByteBuf next = pipelined.take();
        if (next != null) {
            deadlines.onRead(loop.now());
            readRequests(next, next.readerIndex());
        }
        if (stage == Stage.HEAD && halfClose.inputEnded()) {
            toLinger();
        } else if (pipelined.isEmpty()) {
            gate.resume(ReadGate.PIPELINED);
        }
    }

    private void toLinger() {
        stage = Stage.LINGER;
        pipelined.drop();
        gate.open();
        lingeringClose.begin(halfClose.inputEnded());
    }

    @Override
    public void toBroken() {
        exchange = null;
        stage = Stage.CLOSED;
        pipelined.drop();
        lingeringClose.cut();
    }

    @Override
    public boolean mayTunnel() {
        return pipelined.isEmpty();
    }

    @Override
    public void toTunnel() {
        stage = Stage.TUNNEL;
        flush();
        if (halfClose.inputEnded()) {
            exchange.onCallerHalfClosed();
        }
    }

    @Override
    public void toClosed() {
        exchange = null;
        writer.endPersistence();
        toLinger();
    }

    // ---- other events ----

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (HalfClose.isInputEnd(event) && !halfClose.inputEnded()) {
            halfClose.onInputEnd();
            onInputEnd();
        }
    }

    private void onInputEnd() {
        switch (stage) {
            case ANSWER -> {
                if (halfClose.hasLeft()) {
                    close();
                }
            }
            case TUNNEL -> exchange.onCallerHalfClosed();
            case HEAD -> toLinger();
            case LINGER -> lingeringClose.onCallerDone();
            default -> close();
        }
    }

    @Override
    public void onSweep(long now) {
        switch (stage) {
            case HEAD -> onHeadSweep(now);
            case BODY -> onBodySweep(deadlines, reader.holdsBody(), now);
            case ANSWER -> halfClose.probeAgain();
            case LINGER -> lingeringClose.onSweep(now);
            default -> {}
        }
        if (deadlines.readerIsStuck(now) || stage == Stage.ANSWER && halfClose.seemsLeft()) {
            close();
        } else if (exchange != null) {
            exchange.onSweep(now);
        }
    }

    private void onHeadSweep(long now) {
        if (reader.isWithinHead() && deadlines.headIsLate(now)) {
            refuse(
                    OutcomeReason.CALLER_SLOW,
                    new GatewayResponse(
                            408, "the request head was not complete in time (webendpoints.gateway.head-timeout)"));
        } else if (!reader.isWithinHead() && deadlines.idleTooLong(now)) {
            close();
        }
    }

    @Override
    public long idleSince() {
        return stage == Stage.HEAD && !reader.isWithinHead() ? deadlines.lastRead() : BUSY;
    }

    @Override
    public void onDrain() {
        writer.endPersistence();
        if (exchange != null) {
            exchange.onDrain();
        } else if (stage == Stage.HEAD && !reader.isWithinHead()) {
            close();
        }
    }

    @Override
    public void cut() {
        close();
    }

    private void close() {
        lingeringClose.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.closed(this);
        stage = Stage.CLOSED;
        pipelined.drop();
        Exchange left = exchange;
        exchange = null;
        if (left != null) {
            left.onCallerGone();
        }
    }

    /** Clients leave by resets and broken pipes, so these are not logged. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ChannelFailures.report(cause);
        close();
    }
}
