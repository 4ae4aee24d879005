package dev.webendpoints.gateway.relay.h2;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.HeaderSection.Progress;
import dev.webendpoints.gateway.http1.ParseError;
import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestComposer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.http1.RequestPolicy;
import dev.webendpoints.gateway.http1.ResponseHead;
import dev.webendpoints.gateway.relay.admission.FilterDecision;
import dev.webendpoints.gateway.relay.admission.OutcomeReason;
import dev.webendpoints.gateway.relay.channel.ChannelFailures;
import dev.webendpoints.gateway.relay.client.ClientContext;
import dev.webendpoints.gateway.relay.client.ClientDeadlines;
import dev.webendpoints.gateway.relay.client.DownstreamChannel;
import dev.webendpoints.gateway.relay.exchange.Exchange;
import dev.webendpoints.gateway.relay.exchange.RequestTraits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * One stream of a client's HTTP/2 connection: one request and its response, in front of the same {@link Exchange} as
 * for HTTP/1.1.
 *
 * <pre>
 *   HEAD ──▶ BODY ──▶ ANSWER ──▶ OVER      ANSWER ──101──▶ TUNNEL ──▶ OVER
 * </pre>
 */
final class Http2Stream extends DownstreamChannel {

    private enum Stage {
        HEAD,
        BODY,
        ANSWER,
        TUNNEL,
        OVER
    }

    /** The connection that the stream is part of. */
    interface Owner {

        void opened(Http2Stream stream);

        /** Called at least once; further calls have no effect. */
        void closed(Http2Stream stream);
    }

    private final Owner connection;
    private final RemotePeer peer;
    private final Http2RequestBody body;
    private final Http2StreamWriter writer;
    private final ClientDeadlines deadlines;

    private Stage stage = Stage.HEAD;
    private boolean holdsBody;
    private boolean upgrades;
    private boolean prematureData;

    Http2Stream(ClientContext context, Channel channel, RemotePeer peer, Owner connection) {
        super(context, channel);
        this.peer = peer;
        this.connection = connection;
        body = new Http2RequestBody(context.requests().maxBodyBytes());
        writer = new Http2StreamWriter(context, channel);
        deadlines = new ClientDeadlines(writer::waiting, context.limits(), loop.now());
    }

    // ---- reading ----

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        deadlines.onRead(loop.now());
        if (frame instanceof Http2HeadersFrame headers) {
            if (stage == Stage.HEAD) {
                onRequest(headers);
            } else if (headers.isEndStream()) {
                onTrailers(headers);
            }
        } else if (frame instanceof Http2DataFrame data) {
            onData(data.content(), data.isEndStream());
        } else {
            ReferenceCountUtil.release(frame);
        }
    }

    private void onRequest(Http2HeadersFrame frame) {
        Http2RequestHead request = new Http2RequestHead(frame.headers());
        writer.onRequest(frame.isEndStream());
        String contradiction = request.contradiction();
        if (contradiction != null) {
            refuse(new GatewayResponse(400, contradiction));
            return;
        }
        if (request.asksForUnknownProtocol()) {
            refuse(new GatewayResponse(501, "only websocket may be asked for with :protocol"));
            return;
        }
        RequestHead head = context.requestHead().lend();
        if (request.compose(head, frame.isEndStream()) == Progress.REFUSED) {
            refuse(GatewayResponse.of(head.refusal()));
            return;
        }
        FilterDecision decision = context.exchanges().admit(head, peer);
        writer.onForm(GatewayResponse.Form.of(head, decision.cors()));
        if (decision instanceof FilterDecision.Rejected rejected) {
            rejected.report();
            answer(rejected.answer());
        } else {
            forward(head, (FilterDecision.Admitted) decision, frame.isEndStream() || request.opensWebSocket());
        }
    }

    private void refuse(GatewayResponse answer) {
        context.exchanges().onUnreadable(OutcomeReason.MALFORMED, answer.status(), peer);
        answer(answer);
    }

    private void forward(RequestHead head, FilterDecision.Admitted admitted, boolean whole) {
        RequestTraits traits = RequestTraits.of(head, peer);
        upgrades = traits.upgrades();
        holdsBody = head.expectsContinue();
        body.begin(head.framing());
        byte[] callId = context.exchanges().callIdFor(admitted);
        int length = RequestPolicy.rewrite(head, peer, admitted.credentialsUsed(), callId);
        ByteBuf bytes = channel.alloc().directBuffer(length).writeBytes(head.array(), 0, length);
        exchange = new Exchange(context.exchanges(), this, admitted, traits, callId);
        stage = whole ? Stage.ANSWER : Stage.BODY;
        exchange.begin(bytes, whole);
    }

    private void onData(ByteBuf data, boolean last) {
        writer.onRequest(last);
        if (exchange == null) {
            data.release();
        } else if (stage == Stage.BODY) {
            onBody(data, last);
        } else if (upgrades) {
            onTunnelData(data, last);
        } else {
            data.release();
        }
    }

    private void onBody(ByteBuf data, boolean last) {
        holdsBody = false;
        body.count(data.readableBytes());
        if (body.isTooLarge()) {
            data.release();
            exchange.onRequestBroken(ParseError.BODY_TOO_LARGE);
            return;
        }
        if (last) {
            stage = Stage.ANSWER;
            exchange.onRequestWhole();
        }
        sendOn(body.framed(data, last));
    }

    private void onTunnelData(ByteBuf data, boolean last) {
        if (stage != Stage.TUNNEL) {
            prematureData |= data.isReadable();
            data.release();
        } else {
            sendOnTunnel(data);
        }
        if (last && stage == Stage.TUNNEL && exchange != null) {
            exchange.onCallerHalfClosed();
        }
    }

    private void sendOnTunnel(ByteBuf data) {
        if (data.isReadable()) {
            exchange.onTunnelBytes(data);
        } else {
            data.release();
        }
    }

    private void onTrailers(Http2HeadersFrame frame) {
        writer.onRequest(true);
        if (exchange == null || stage != Stage.BODY) {
            return;
        }
        byte[] last = RequestComposer.lastChunk(frame.headers());
        if (last == null) {
            exchange.onRequestBroken(ParseError.CONTROL_BYTE);
            return;
        }
        stage = Stage.ANSWER;
        exchange.onRequestWhole();
        sendOn(body.end(last));
    }

    /** The exchange may have ended in the meantime; then the bytes are discarded. */
    private void sendOn(ByteBuf bytes) {
        if (exchange != null && bytes.isReadable()) {
            exchange.onRequestBytes(bytes);
        } else {
            bytes.release();
        }
    }

    // ---- the client side of the exchange ----

    @Override
    public boolean framesBody() {
        return false;
    }

    @Override
    public void toInterimHead(ResponseHead head, ByteBuf buffer, int writableFrom, int bodyStart) {
        holdsBody = false;
        writer.interim(head);
    }

    @Override
    public int toHead(ResponseHead head, byte[] callId, ByteBuf buffer, int writableFrom, int bodyStart) {
        writer.head(head, callId);
        return bodyStart;
    }

    @Override
    public void write(ByteBuf bytes) {
        writer.write(bytes);
    }

    @Override
    public void trailers(byte[] section) {
        writer.trailers(section);
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public void answer(GatewayResponse answer) {
        writer.own(answer);
        toNext();
    }

    @Override
    public void toNext() {
        toOver();
        writer.end();
    }

    @Override
    public void toBroken() {
        toOver();
        writer.breakOff();
    }

    @Override
    public boolean mayTunnel() {
        return !prematureData;
    }

    @Override
    public void toTunnel() {
        stage = Stage.TUNNEL;
        flush();
        if (writer.requestEnded()) {
            exchange.onCallerHalfClosed();
        }
    }

    @Override
    public void toClosed() {
        toNext();
    }

    private void toOver() {
        exchange = null;
        stage = Stage.OVER;
        gate.open();
    }

    // ---- other events ----

    /** Handles a reset immediately, even while the stream is not being read. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame) {
            onCallerGone();
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void onSweep(long now) {
        if (stage == Stage.BODY) {
            onBodySweep(deadlines, holdsBody, now);
        }
        if (deadlines.readerIsStuck(now)) {
            cut();
        } else if (exchange != null) {
            exchange.onSweep(now);
        }
    }

    @Override
    public void onDrain() {
        if (exchange != null) {
            exchange.onDrain();
        }
    }

    @Override
    public void cut() {
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        onCallerGone();
    }

    void onCallerGone() {
        connection.closed(this);
        Exchange left = exchange;
        toOver();
        if (left != null) {
            left.onCallerGone();
        }
    }

    /** Protocol errors of a client on a stream are not logged: the codec resets the stream with the error code. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof Http2Exception)) {
            ChannelFailures.report(cause);
            cut();
        }
    }
}
