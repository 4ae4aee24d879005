package dev.webendpoints.gateway.relay.h1;

import dev.webendpoints.gateway.http1.HeaderSection.Progress;
import dev.webendpoints.gateway.http1.ParseError;
import dev.webendpoints.gateway.http1.RemotePeer;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.http1.RequestPolicy;
import dev.webendpoints.gateway.relay.channel.BodyMeter;
import dev.webendpoints.gateway.relay.channel.HeadIntake;
import dev.webendpoints.gateway.relay.channel.HeadPrepender;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2CodecUtil;

/**
 * Reads the requests of one client's HTTP/1.1 connection, one after another: a head by {@link #readHead}, the part of
 * its body in the same buffer by {@link #forward}, the rest by {@link #readBody}. Returns what it finds; its owner acts
 * on it.
 */
final class RequestReader {

    /** What was read of a head. */
    enum Event {
        /** The head is not complete: the buffer is fully read. */
        MORE,
        /** The head is complete; the buffer's reader index is still where it was. */
        HEAD,
        /** The request is malformed: see {@link #refusal}. */
        REFUSED,
        /** The connection's first bytes are those of HTTP/2: see {@link #http2Preface}. */
        HTTP2
    }

    private final HeadIntake<RequestHead> intake;
    private final BodyMeter meter;
    private final LeadingEmptyLine emptyLine = new LeadingEmptyLine();

    private ParseError refusal;
    private boolean fresh = true;
    private boolean holdsBody;

    RequestReader(HeadIntake.Shared<RequestHead> heads, long maxBodyBytes) {
        intake = new HeadIntake<>(heads);
        meter = new BodyMeter(maxBodyBytes);
    }

    /** Returns whether a head has begun and not ended. */
    boolean isWithinHead() {
        return intake.isPartial();
    }

    /** Returns whether the request is complete. */
    boolean isWhole() {
        return meter.done();
    }

    /** Returns whether the client withholds its body until it gets a 100. */
    boolean holdsBody() {
        return holdsBody;
    }

    /** The client got its 100, or another interim response. */
    void onInterimAnswer() {
        holdsBody = false;
    }

    /** Returns why the request is malformed. Defined after REFUSED, and after a run that is null. */
    ParseError refusal() {
        return refusal;
    }

    /** Returns the head for {@link #readHead}, valid until the connection's next buffer. */
    RequestHead head() {
        return intake.head();
    }

    /** @param head from {@link #head} */
    Event readHead(RequestHead head, ByteBuf buffer) {
        if (!intake.isPartial() && !emptyLine.skip(buffer)) {
            refusal = ParseError.REQUEST_LINE;
            return Event.REFUSED;
        }
        if (!buffer.isReadable()) {
            return Event.MORE;
        }
        Progress progress = intake.read(head, buffer);
        if (progress == Progress.MORE) {
            return Event.MORE;
        }
        if (progress == Progress.REFUSED) {
            refusal = head.refusal();
            return fresh && !emptyLine.isPresent() && head.beginsHttp2() ? Event.HTTP2 : Event.REFUSED;
        }
        fresh = false;
        emptyLine.reset();
        meter.begin(head.framing(), head.contentLength());
        return Event.HEAD;
    }

    /** Returns all bytes of the connection, of which the buffer holds the last ones; takes ownership of the buffer. */
    ByteBuf http2Preface(ByteBuf buffer) {
        ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
        return Unpooled.wrappedBuffer(preface.writerIndex(intake.earlier()), buffer);
    }

    /** Skips a head that is not forwarded. */
    void skipHead(ByteBuf buffer) {
        buffer.skipBytes(intake.consumed());
    }

    /**
     * Rewrites a complete head for the worker.
     *
     * @param writableFrom the first index of the buffer that no earlier slice still uses
     * @param credentialsUsed whether {@code Authorization} must not reach the function
     * @param callId id of the call, {@code fc-…}
     * @return the head and what the buffer holds of its body; null if the body is malformed
     */
    RequestRun forward(
            RequestHead head,
            RemotePeer peer,
            boolean credentialsUsed,
            byte[] callId,
            ByteBuf buffer,
            int writableFrom) {
        int bodyStart = buffer.readerIndex() + intake.consumed();
        holdsBody = head.expectsContinue();
        int end = meter.scan(buffer, bodyStart, buffer.writerIndex());
        if (isMalformed()) {
            return null;
        }
        int length = RequestPolicy.rewrite(head, peer, credentialsUsed, callId);
        int start = HeadPrepender.before(buffer, writableFrom, bodyStart, head.array(), length);
        ByteBuf apart = start == HeadPrepender.NO_ROOM ? HeadPrepender.apart(buffer, head.array(), length) : null;
        return RequestRun.of(buffer, apart, apart == null ? start : bodyStart, end, meter);
    }

    /** Returns what the buffer holds of the body; null if it is malformed. */
    RequestRun readBody(ByteBuf buffer) {
        holdsBody = false;
        int from = buffer.readerIndex();
        int end = meter.scan(buffer, from, buffer.writerIndex());
        return isMalformed() ? null : RequestRun.of(buffer, null, from, end, meter);
    }

    private boolean isMalformed() {
        refusal = meter.refusal();
        return refusal != null;
    }
}
