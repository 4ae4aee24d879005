package dev.webendpoints.gateway.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;

/**
 * How an HTTP/2 connection ends when its codec ends it: nothing more is written, and for a bounded time and size what
 * comes is read into nothing. Closed at once, with bytes unread, the kernel would reset the connection, and a caller who
 * still sends might never see the GOAWAY that says why.
 *
 * <p>Stands between the socket, or TLS, and the codec.
 */
final class Http2Departure extends ChannelDuplexHandler {

    private static final long NOT_LEAVING = -1;

    private final Http2Connection connection;
    private final RelaySettings.ClientLimits limits;
    private ChannelHandlerContext ctx;
    private long leavingSince = NOT_LEAVING;
    private long drained;

    Http2Departure(Http2Connection connection, RelaySettings.ClientLimits limits) {
        this.connection = connection;
        this.limits = limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
    }

    private boolean isLeaving() {
        return leavingSince != NOT_LEAVING;
    }

    /** Again while it leaves already, as the codec does for each record of TLS that it cannot read: nothing is hastened. */
    @Override
    public void close(ChannelHandlerContext closed, ChannelPromise promise) {
        if (!ctx.channel().isActive()) {
            ctx.close(promise);
        } else {
            ctx.channel().closeFuture().addListener(done -> promise.trySuccess());
            begin();
        }
    }

    /** From here on the caller is neither heard nor answered. */
    void begin() {
        if (isLeaving() || !ctx.channel().isActive()) {
            return;
        }
        leavingSince = connection.state.now();
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> endOutput(flushed.isSuccess()));
        connection.onLeaving();
    }

    private void endOutput(boolean flushed) {
        if (flushed) {
            Departure.endOutput(ctx.channel());
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
