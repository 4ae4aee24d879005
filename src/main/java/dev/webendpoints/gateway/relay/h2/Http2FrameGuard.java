package dev.webendpoints.gateway.relay.h2;

import java.util.function.Consumer;

import dev.webendpoints.gateway.relay.exchange.EventLoopContext;
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

    private final EventLoopContext loop;
    private final Http2FrameScanner scanner;
    private final Consumer<Http2Error> onViolation;

    /** @param onViolation ends the connection */
    Http2FrameGuard(EventLoopContext loop, Http2FrameScanner scanner, Consumer<Http2Error> onViolation) {
        this.loop = loop;
        this.scanner = scanner;
        this.onViolation = onViolation;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        Http2Error violation = scanner.scan(bytes, loop.now());
        if (violation == null) {
            ctx.fireChannelRead(bytes);
        } else {
            bytes.release();
            onViolation.accept(violation);
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
