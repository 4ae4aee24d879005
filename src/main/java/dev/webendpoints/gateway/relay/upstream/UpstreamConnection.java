package dev.webendpoints.gateway.relay.upstream;

import dev.webendpoints.gateway.http1.BodyFraming;
import dev.webendpoints.gateway.http1.ResponseHead;
import dev.webendpoints.gateway.relay.channel.BodyMeter;
import dev.webendpoints.gateway.relay.channel.ChannelFailures;
import dev.webendpoints.gateway.relay.channel.HeadIntake;
import dev.webendpoints.gateway.relay.channel.ReadGate;
import dev.webendpoints.gateway.relay.exchange.Upstream;
import dev.webendpoints.gateway.relay.exchange.UpstreamListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;

/** One connection to a worker: reads responses; attached to one exchange at a time, or idle in the pool. */
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements Upstream {

    /** Where the connection is kept between two exchanges. */
    interface Owner {

        void put(UpstreamConnection connection);

        /** Called when the connection ends, or can no longer be used. */
        void remove(UpstreamConnection connection);
    }

    private enum Reading {
        HEAD,
        BODY,
        TUNNEL
    }

    final String workerId;

    /** Links and marks of the pool; used only by it. */
    UpstreamConnection newer;

    UpstreamConnection older;
    boolean pooled;
    long idleSince;

    private final Owner pool;
    private final HeadIntake<ResponseHead> intake;
    private final BodyMeter meter = new BodyMeter(Long.MAX_VALUE);
    private Channel channel;
    private ReadGate gate;
    private UpstreamListener exchange;
    private Reading reading = Reading.HEAD;
    private boolean reusable;
    private boolean failed;

    UpstreamConnection(Owner pool, HeadIntake.Shared<ResponseHead> heads, String workerId) {
        this.pool = pool;
        this.workerId = workerId;
        intake = new HeadIntake<>(heads);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        gate = new ReadGate(channel);
    }

    @Override
    public void attach(UpstreamListener listener) {
        exchange = listener;
        reading = Reading.HEAD;
    }

    @Override
    public void detach() {
        exchange = null;
        gate.open();
    }

    @Override
    public ReadGate gate() {
        return gate;
    }

    boolean isOpen() {
        return channel.isActive();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void write(ByteBuf bytes) {
        channel.write(bytes, channel.voidPromise());
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void shutdownOutput() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> ((DuplexChannel) channel).shutdownOutput());
    }

    @Override
    public void keep() {
        pool.put(this);
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        if (exchange == null) {
            buffer.release();
            pool.remove(this);
            close();
            return;
        }
        exchange.onFirstByte();
        if (reading == Reading.TUNNEL) {
            exchange.onTunnelAnswerBytes(buffer);
        } else if (!readAnswer(buffer)) {
            buffer.release();
        }
    }

    /** Returns whether the buffer was handed over as a whole. */
    private boolean readAnswer(ByteBuf buffer) {
        int writableFrom = 0;
        while (exchange != null && buffer.isReadable()) {
            if (reading == Reading.BODY) {
                return forward(buffer, buffer.readerIndex(), buffer.readerIndex());
            }
            ResponseHead head = intake.head();
            head.answersHead(exchange.answersHead());
            switch (intake.read(head, buffer)) {
                case MORE -> {}
                case REFUSED -> exchange.onAnswerRefused(head.refusal());
                case WHOLE -> {
                    int bodyStart = buffer.readerIndex() + intake.consumed();
                    if (!head.interim()) {
                        return onFinalHead(head, buffer, writableFrom, bodyStart);
                    }
                    exchange.onInterimHead(head, buffer, writableFrom, bodyStart);
                    buffer.readerIndex(bodyStart);
                    writableFrom = bodyStart;
                }
            }
        }
        return false;
    }

    private boolean onFinalHead(ResponseHead head, ByteBuf buffer, int writableFrom, int bodyStart) {
        if (head.status() == 101) {
            reading = Reading.TUNNEL;
            return exchange.onSwitch(head, buffer, writableFrom, bodyStart);
        }
        reading = Reading.BODY;
        reusable = head.reusable();
        meter.begin(head.framing(), head.contentLength());
        int start = exchange.onHead(head, buffer, writableFrom, bodyStart);
        return forward(buffer, start, bodyStart);
    }

    /** Writes a run that begins at {@code start}, with or without a head in front of {@code bodyStart}. */
    private boolean forward(ByteBuf buffer, int start, int bodyStart) {
        if (!exchange.framesBody() && meter.framing() == BodyFraming.CHUNKED) {
            forwardData(buffer, start, bodyStart);
            return false;
        }
        int end = meter.scan(buffer, bodyStart, buffer.writerIndex());
        if (meter.refusal() != null) {
            exchange.onAnswerRefused(meter.refusal());
            return false;
        }
        int verbatimEnd = meter.verbatimEnd();
        boolean whole = end == buffer.writerIndex() && verbatimEnd == end;
        if (whole) {
            buffer.readerIndex(start);
            exchange.onAnswerBytes(buffer);
        } else if (verbatimEnd > start) {
            exchange.onAnswerBytes(buffer.retainedSlice(start, verbatimEnd - start));
        }
        byte[] trailers = meter.takeTrailers();
        if (trailers != null) {
            exchange.onAnswerBytes(Unpooled.wrappedBuffer(trailers));
        }
        endIfDone(whole || end == buffer.writerIndex());
        return whole;
    }

    /** Writes the data only: the client's protocol has no chunks, and frames the data in its own way. */
    private void forwardData(ByteBuf buffer, int start, int bodyStart) {
        if (bodyStart > start) {
            exchange.onAnswerBytes(buffer.retainedSlice(start, bodyStart - start));
        }
        int end = meter.scan(
                buffer,
                bodyStart,
                buffer.writerIndex(),
                (from, length) -> exchange.onAnswerBytes(buffer.retainedSlice(from, length)));
        if (meter.refusal() != null) {
            exchange.onAnswerRefused(meter.refusal());
            return;
        }
        byte[] trailers = meter.takeTrailers();
        if (trailers != null) {
            exchange.onAnswerTrailers(trailers);
        }
        endIfDone(end == buffer.writerIndex());
    }

    private void endIfDone(boolean nothingBehind) {
        if (exchange != null && meter.done()) {
            exchange.onAnswerEnd(reusable && nothingBehind);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.flushAnswer();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.onUpstreamWritable(channel.isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pool.remove(this);
        UpstreamListener ended = exchange;
        if (ended == null) {
            return;
        }
        boolean whole = reading == Reading.BODY && meter.framing() == BodyFraming.UNTIL_CLOSE && !failed;
        if (whole) {
            ended.onAnswerEnd(false);
        } else {
            exchange = null;
            ended.onUpstreamGone();
        }
    }

    /** Closes the channel after a failed read or write. I/O errors are not logged: the exchange reports the outcome. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed = true;
        ChannelFailures.report(cause);
        ctx.close();
    }
}
