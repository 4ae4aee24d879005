package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.http1.BodyFraming;
import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.ParseError;
import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.http1.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;

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
final class ClientConnection extends DownstreamChannel {

    private enum Stage {
        HEAD,
        BODY,
        ANSWER,
        TUNNEL,
        LINGER,
        CLOSED
    }

    private final RequestReader reader;
    private final ResponseWriter writer;
    private final LingeringClose lingeringClose;
    private final ClientDeadlines deadlines;
    private final RemotePeer peer;

    private Stage stage = Stage.HEAD;
    private boolean http10;
    private boolean persistent;
    private boolean inputEnded;

    ClientConnection(EventLoopContext state, Channel channel, RemotePeer peer) {
        super(state, channel);
        reader = new RequestReader(state, this, peer, gate);
        writer = new ResponseWriter(state, channel);
        lingeringClose = new LingeringClose(channel, state.settings.clients());
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
        onBytes();
        switch (stage) {
            case HEAD -> reader.readRequests(buffer, 0);
            case BODY -> reader.readBody(buffer, exchange);
            case ANSWER -> reader.putAside(buffer);
            case TUNNEL -> exchange.onTunnelBytes(buffer);
            case LINGER -> lingeringClose.drain(buffer);
            default -> buffer.release();
        }
    }

    /** Returns whether the next byte belongs to a head. */
    boolean awaitsHead() {
        return stage == Stage.HEAD;
    }

    /** Switches to HTTP/2 from the connection's first byte: {@code whole} includes what was read of the preface. */
    void toHttp2(ByteBuf whole) {
        state.closed(this);
        stage = Stage.CLOSED;
        ChannelPipeline pipeline = channel.pipeline();
        Http2Connection.install(state, channel, peer);
        pipeline.remove(this);
        pipeline.fireChannelRead(whole);
    }

    /** Takes the bytes that follow a request in a buffer, and ownership of the buffer. */
    void onRest(ByteBuf buffer) {
        if (!buffer.isReadable()) {
            buffer.release();
        } else if (stage == Stage.ANSWER) {
            reader.putAside(buffer);
        } else if (stage == Stage.LINGER) {
            lingeringClose.drain(buffer);
        } else {
            buffer.release();
        }
    }

    void onBytes() {
        deadlines.onRead(state.now());
    }

    /** @param cors whether the endpoint sends CORS headers, so that the gateway's own responses must */
    void onRequest(RequestHead head, boolean cors) {
        http10 = head.minorVersion() == 0;
        persistent = head.persistent() && !http10 && !state.isDraining();
        writer.onRequest(head, cors);
    }

    void toExchange(Exchange begun, boolean whole) {
        exchange = begun;
        stage = whole ? Stage.ANSWER : Stage.BODY;
    }

    void onRequestWhole() {
        stage = Stage.ANSWER;
        exchange.onRequestWhole();
    }

    // ---- the client side of the exchange ----

    @Override
    public boolean framesBody() {
        return !http10;
    }

    @Override
    public void toInterimHead(ResponseHead head, ByteBuf buffer, int writableFrom, int bodyStart) {
        reader.onInterimAnswer();
        if (!http10) {
            writer.interim(head, buffer);
        }
    }

    @Override
    public int toHead(ResponseHead head, byte[] callId, ByteBuf buffer, int writableFrom, int bodyStart) {
        WriteBufferMarks.adapt(channel);
        boolean untilClose = head.framing() == BodyFraming.UNTIL_CLOSE;
        lingeringClose.onHead(untilClose || http10 && head.framing() == BodyFraming.CHUNKED);
        persistent &= reader.mayGoOn(inputEnded) && !untilClose && !state.isDraining();
        return writer.head(head, callId, buffer, writableFrom, bodyStart, !persistent, !http10);
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
        persistent &= reader.mayGoOn(inputEnded);
        writer.own(answer, !persistent);
        toNext();
    }

    /** Responds to a malformed request and ends the connection. */
    void refuse(ParseError refusal) {
        refuse(GatewayResponse.of(refusal), OutcomeReason.MALFORMED);
    }

    private void refuse(GatewayResponse answer, OutcomeReason reason) {
        state.filter.onUnreadable(RequestOutcome.rejected(reason, answer.status()), peer);
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
        if (!reader.isReading()) {
            takeUp();
        }
    }

    /** Continues with the stashed bytes. */
    private void takeUp() {
        reader.takeUp();
        if (stage == Stage.HEAD && inputEnded) {
            toLinger();
        } else if (!reader.hasMore()) {
            gate.resume(ReadGate.PIPELINED);
        }
    }

    private void toLinger() {
        stage = Stage.LINGER;
        reader.drop();
        gate.open();
        lingeringClose.begin(inputEnded);
    }

    @Override
    public void toBroken() {
        exchange = null;
        stage = Stage.CLOSED;
        reader.drop();
        lingeringClose.cut();
    }

    @Override
    public boolean mayTunnel() {
        return !reader.hasMore();
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
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if ((event == ChannelInputShutdownEvent.INSTANCE || event == SslCloseCompletionEvent.SUCCESS) && !inputEnded) {
            inputEnded = true;
            onInputEnd();
        }
    }

    /**
     * Handles the client's FIN. It may mean that the client left or only that it has nothing more to send; on the wire
     * both look the same. A write tells them apart, because a client that left resets the connection then: the
     * response, if it is being written, otherwise an interim response. See docs/decisions/0003-half-close.md. TLS has
     * no half-close: a client that closes there has left.
     */
    private void onInputEnd() {
        switch (stage) {
            case ANSWER -> {
                if (lingeringClose.underTls()) {
                    close();
                } else if (!writer.begun()) {
                    probe();
                } else if (seemsLeft()) {
                    close();
                }
            }
            case TUNNEL -> exchange.onCallerHalfClosed();
            case HEAD -> toLinger();
            case LINGER -> lingeringClose.onCallerDone();
            default -> close();
        }
    }

    /** An HTTP/1.0 client does not understand interim responses, and is considered gone. */
    private void probe() {
        if (http10) {
            close();
        } else {
            lingeringClose.probe();
        }
    }

    /** Returns whether the input ended and no write is pending that would detect a client that left. */
    private boolean seemsLeft() {
        return inputEnded && writer.quiet() && deadlines.waiting() == 0;
    }

    @Override
    public void onSweep(long now) {
        switch (stage) {
            case HEAD -> onHeadSweep(now);
            case BODY -> onBodySweep(deadlines, reader.holdsBody(), now);
            case ANSWER -> lingeringClose.probeAgain(inputEnded && !writer.begun());
            case LINGER -> lingeringClose.onSweep(now);
            default -> {}
        }
        if (deadlines.readerIsStuck(now) || stage == Stage.ANSWER && seemsLeft()) {
            close();
        } else if (exchange != null) {
            exchange.onSweep(now);
        }
    }

    private void onHeadSweep(long now) {
        if (reader.isWithinHead() && deadlines.headIsLate(now)) {
            refuse(
                    new GatewayResponse(
                            408, "the request head was not complete in time (webendpoints.gateway.head-timeout)"),
                    OutcomeReason.CALLER_SLOW);
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
        persistent = false;
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
        state.closed(this);
        stage = Stage.CLOSED;
        reader.drop();
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
