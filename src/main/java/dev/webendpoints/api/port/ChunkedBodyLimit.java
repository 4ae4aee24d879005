package dev.webendpoints.api.port;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import dev.webendpoints.api.ProblemBody;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Counts the bytes of one chunked HTTP/1.1 request and removes itself after the last chunk. Beyond the limit it sends a
 * 413, discards further bytes, and closes the connection.
 */
final class ChunkedBodyLimit extends ChannelInboundHandlerAdapter {

    private final long limit;
    private long received;
    private boolean refused;

    ChunkedBodyLimit(long limit) {
        this.limit = limit;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpContent content) {
            received += content.content().readableBytes();
            if (received > limit) {
                refused = true;
                ReferenceCountUtil.release(message);
                refuse(context);
                return;
            }
            if (message instanceof LastHttpContent) {
                context.pipeline().remove(this);
            }
        }
        context.fireChannelRead(message);
    }

    private void refuse(ChannelHandlerContext context) {
        HttpResponseStatus status = HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
        byte[] body = ProblemBody.of(status, BodyLimits.tooLong(limit)).getBytes(StandardCharsets.US_ASCII);
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, ProblemBody.MEDIA_TYPE)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, "close");
        context.writeAndFlush(response);
        // Closing immediately, with unread bytes, would reset the connection and might lose the response.
        context.executor().schedule(() -> context.close(), BodyLimits.LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }
}
