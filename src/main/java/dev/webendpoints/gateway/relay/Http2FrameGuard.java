package dev.webendpoints.gateway.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;

/**
 * Sits in front of an HTTP/2 codec and ends the connection at the first frame that {@link Http2FrameScanner} rejects.
 * The bytes that contain it are not decoded.
 */
final class Http2FrameGuard extends ChannelDuplexHandler {

    private final Http2Connection connection;
    private final Http2FrameScanner scanner = new Http2FrameScanner();

    Http2FrameGuard(Http2Connection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        Http2Error violation = scanner.scan(bytes, connection.state.now());
        if (violation == null) {
            ctx.fireChannelRead(bytes);
        } else {
            bytes.release();
            connection.onViolation(violation);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            scanner.onWritten(bytes.readableBytes());
        }
        ctx.write(message, promise);
    }
}
