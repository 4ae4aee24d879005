package dev.webendpoints.gateway.relay.deferred;

import java.util.function.Function;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.HeadLimits;
import dev.webendpoints.gateway.http1.HeaderSection.Progress;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.relay.channel.ChannelFailures;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** The server side of the relay's own request for one kept response. Writing is thread-safe. */
final class ResultReader extends ChannelInboundHandlerAdapter {

    /** A kept response. */
    interface Source {

        /** Runs a task on the loop on which the other methods must be called. Thread-safe. */
        void onLoop(Runnable task);

        void onReader(ResultReader reader);

        void onReaderWritable(ResultReader reader);

        void onReaderGone(ResultReader reader);
    }

    /** Large enough for any request that was within the gateway's own bounds. */
    private static final HeadLimits ANY = new HeadLimits(1 << 26, 1 << 26, 1 << 16, 0);

    private final Function<String, Source> results;
    private final Channel channel;
    private final RequestHead head = new RequestHead(ANY);
    private Source answer;

    /** @param results finds a kept response by the id of its call; returns null if there is none */
    ResultReader(Function<String, Source> results, Channel channel) {
        this.results = results;
        this.channel = channel;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        int length = buffer.readableBytes();
        buffer.readBytes(head.room(length), head.size(), length);
        buffer.release();
        head.added(length);
        if (answer == null && head.parse() == Progress.WHOLE) {
            onRequest();
        }
    }

    private void onRequest() {
        answer = results.apply(head.resultAskedFor());
        if (answer == null) {
            end(new GatewayResponse(404, "there is no answer of this function call any more"));
        } else {
            answer.onLoop(() -> answer.onReader(this));
        }
    }

    boolean wantsHeadOnly() {
        return head.isHead();
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    void write(ByteBuf bytes) {
        channel.write(bytes, channel.voidPromise());
    }

    void flush() {
        channel.flush();
    }

    /** Closes the connection after what was written. */
    void end() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    void end(GatewayResponse instead) {
        write(Unpooled.wrappedBuffer(instead.toBytes(GatewayResponse.Form.PLAIN, true)));
        end();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (answer != null) {
            answer.onLoop(() -> answer.onReaderWritable(this));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (answer != null) {
            answer.onLoop(() -> answer.onReaderGone(this));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ChannelFailures.report(cause);
        ctx.close();
    }
}
