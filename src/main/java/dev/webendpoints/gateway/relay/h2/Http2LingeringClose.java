package dev.webendpoints.gateway.relay.h2;

import dev.webendpoints.gateway.relay.client.ClientLimits;
import dev.webendpoints.gateway.relay.client.OutputShutdown;
import dev.webendpoints.gateway.relay.exchange.EventLoopContext;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;

/**
 * Ends an HTTP/2 connection that its codec closes: writes nothing more, and discards input for a bounded time and size.
 * Closing immediately with unread bytes would make the kernel reset the connection, and a client that is still sending
 * might never see the GOAWAY that carries the reason.
 *
 * <p>Sits in the pipeline between the socket, or TLS, and the codec.
 */
final class Http2LingeringClose extends ChannelDuplexHandler {

    private static final long NOT_LEAVING = -1;

    private final EventLoopContext loop;
    private final ClientLimits limits;
    private final Runnable onLeaving;
    private ChannelHandlerContext ctx;
    private long leavingSince = NOT_LEAVING;
    private long drained;

    /** @param onLeaving called when nothing more will be written */
    Http2LingeringClose(EventLoopContext loop, ClientLimits limits, Runnable onLeaving) {
        this.loop = loop;
        this.limits = limits;
        this.onLeaving = onLeaving;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
    }

    private boolean isLeaving() {
        return leavingSince != NOT_LEAVING;
    }

    /** Also called while leaving, by the codec for each TLS record that it cannot read; does not speed up the end. */
    @Override
    public void close(ChannelHandlerContext closed, ChannelPromise promise) {
        if (!ctx.channel().isActive()) {
            ctx.close(promise);
        } else {
            ctx.channel().closeFuture().addListener(done -> promise.trySuccess());
            begin();
        }
    }

    /** Stops reading from and writing to the client. */
    void begin() {
        if (isLeaving() || !ctx.channel().isActive()) {
            return;
        }
        leavingSince = loop.now();
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> endOutput(flushed.isSuccess()));
        onLeaving.run();
    }

    private void endOutput(boolean flushed) {
        if (flushed) {
            OutputShutdown.of(ctx.channel());
        } else {
            ctx.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext read, Object message) {
        if (!isLeaving()) {
            ctx.fireChannelRead(message);
            return;
        }
        ByteBuf bytes = (ByteBuf) message;
        drained += bytes.readableBytes();
        bytes.release();
        if (drained > limits.drainBytes()) {
            ctx.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext triggered, Object event) {
        boolean callerIsDone = event == ChannelInputShutdownEvent.INSTANCE || event == SslCloseCompletionEvent.SUCCESS;
        if (isLeaving() && callerIsDone) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    void onSweep(long now) {
        if (isLeaving() && now - leavingSince > limits.linger().toMillis()) {
            ctx.close();
        }
    }
}
