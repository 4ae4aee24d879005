package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.ParseError;
import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.http1.RequestPolicy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2CodecUtil;

/**
 * Creates exchanges from the bytes of a client's HTTP/1.1 connection, one after another. Bytes that arrive early wait
 * in a {@link PipelinedBytes}.
 */
final class RequestReader {

    private final EventLoopContext state;
    private final ClientConnection connection;
    private final RemotePeer peer;
    private final HeadIntake<RequestHead> intake;
    private final BodyMeter meter;
    private final PipelinedBytes pipelined;
    private final LeadingEmptyLine emptyLine = new LeadingEmptyLine();

    private boolean fresh = true;
    private boolean reading;
    private boolean upgrades;
    private boolean holdsBody;

    RequestReader(EventLoopContext state, ClientConnection connection, RemotePeer peer, ReadGate gate) {
        this.state = state;
        this.connection = connection;
        this.peer = peer;
        intake = new HeadIntake<>(state.requestHead);
        meter = new BodyMeter(state.settings.requests().maxBodyBytes());
        pipelined = new PipelinedBytes(gate);
    }

    /** Returns whether a head has begun and not ended. */
    boolean isWithinHead() {
        return intake.isPartial();
    }

    /** Returns whether the client withholds its body until it gets a 100. */
    boolean holdsBody() {
        return holdsBody;
    }

    /** The client got its 100, or another interim response. */
    void onInterimAnswer() {
        holdsBody = false;
    }

    /** Returns whether bytes are stashed. */
    boolean hasMore() {
        return !pipelined.isEmpty();
    }

    /**
     * Returns whether the connection may carry another request: not after the client's last bytes, nor if it sent bytes
     * of a protocol that was not agreed on.
     */
    boolean mayGoOn(boolean inputEnded) {
        return meter.done() && (pipelined.isEmpty() ? !inputEnded || reading : !upgrades);
    }

    void putAside(ByteBuf buffer) {
        pipelined.put(buffer);
    }

    void drop() {
        pipelined.drop();
    }

    /** Continues with the stashed bytes. */
    void takeUp() {
        ByteBuf next = pipelined.take();
        if (next != null) {
            connection.onBytes();
            readRequests(next, next.readerIndex());
        }
    }

    /** Returns whether requests are being read, so that the next one is reached without {@link #takeUp}. */
    boolean isReading() {
        return reading;
    }

    /** @param firstWritable the first index of the buffer that no earlier slice still uses */
    void readRequests(ByteBuf buffer, int firstWritable) {
        reading = true;
        int writableFrom = firstWritable;
        boolean handedOn = false;
        while (connection.awaitsHead() && !handedOn && mayBegin(buffer)) {
            RequestHead head = intake.head();
            switch (intake.read(head, buffer)) {
                case MORE -> {}
                case REFUSED -> handedOn = onRefusedHead(head, buffer);
                case WHOLE -> {
                    handedOn = onHead(head, buffer, writableFrom);
                    writableFrom = handedOn ? 0 : buffer.readerIndex();
                }
            }
        }
        reading = false;
        if (!handedOn) {
            connection.onRest(buffer);
        }
    }

    /** Returns whether bytes of a head are available. */
    private boolean mayBegin(ByteBuf buffer) {
        if (!intake.isPartial() && !emptyLine.skip(buffer)) {
            connection.refuse(ParseError.REQUEST_LINE);
            return false;
        }
        return buffer.isReadable();
    }

    /** Returns whether the buffer was handed over as a whole. */
    private boolean onRefusedHead(RequestHead head, ByteBuf buffer) {
        if (fresh && !emptyLine.isPresent() && head.beginsHttp2()) {
            ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
            connection.toHttp2(Unpooled.wrappedBuffer(preface.writerIndex(intake.earlier()), buffer));
            return true;
        }
        connection.refuse(head.refusal());
        return false;
    }

    /** Returns whether the buffer was handed over as a whole. */
    private boolean onHead(RequestHead head, ByteBuf buffer, int writableFrom) {
        int bodyStart = buffer.readerIndex() + intake.consumed();
        fresh = false;
        emptyLine.reset();
        meter.begin(head.framing(), head.contentLength());
        FilterDecision decision = state.admit(head, peer);
        connection.onRequest(head, decision.cors());
        if (decision instanceof FilterDecision.Refused refused) {
            buffer.readerIndex(bodyStart);
            refused.report();
            connection.answer(refused.answer());
            return false;
        }
        return forwardHead(head, (FilterDecision.Admitted) decision, buffer, writableFrom, bodyStart);
    }

    private boolean forwardHead(
            RequestHead head, FilterDecision.Admitted admitted, ByteBuf buffer, int writableFrom, int bodyStart) {
        RequestTraits traits = RequestTraits.of(head, peer);
        upgrades = traits.upgrades();
        holdsBody = head.expectsContinue();
        int end = meter.scan(buffer, bodyStart, buffer.writerIndex());
        if (meter.refusal() != null) {
            connection.refuse(meter.refusal());
            return false;
        }
        int length = RequestPolicy.rewrite(head, peer, admitted.credentialsUsed());
        int start = HeadPrepender.before(buffer, writableFrom, bodyStart, head.array(), length);
        ByteBuf apart = start == HeadPrepender.NO_ROOM ? HeadPrepender.apart(buffer, head.array(), length) : null;
        Exchange exchange = new Exchange(state, connection, admitted, traits);
        connection.toExchange(exchange, meter.done());
        RequestRun run = RequestRun.of(buffer, apart, apart == null ? start : bodyStart, end, meter);
        exchange.begin(run.bytes(), meter.done());
        return run.takesBuffer();
    }

    /** @param exchange the exchange that the body belongs to */
    void readBody(ByteBuf buffer, Exchange exchange) {
        holdsBody = false;
        int from = buffer.readerIndex();
        int end = meter.scan(buffer, from, buffer.writerIndex());
        if (meter.refusal() != null) {
            buffer.release();
            exchange.onRequestBroken(meter.refusal());
            return;
        }
        RequestRun run = RequestRun.of(buffer, null, from, end, meter);
        if (meter.done()) {
            connection.onRequestWhole();
        }
        exchange.onRequestBytes(run.bytes());
        if (!run.takesBuffer()) {
            connection.onRest(buffer);
        }
    }
}
