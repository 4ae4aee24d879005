package dev.webendpoints.gateway.relay.h2;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.ResponseHead;
import dev.webendpoints.gateway.relay.client.ClientContext;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Writes one response to an HTTP/2 stream. A head waits for what follows it, so that a response without a body is one
 * frame.
 */
final class Http2StreamWriter {

    private final ClientContext context;
    private final Channel channel;
    private GatewayResponse.Form form = GatewayResponse.Form.PLAIN;
    private Http2Headers waiting;
    private boolean requestEnded;

    Http2StreamWriter(ClientContext context, Channel channel) {
        this.context = context;
        this.channel = channel;
    }

    /** @param ended whether the client has ended its request */
    void onRequest(boolean ended) {
        requestEnded |= ended;
    }

    boolean requestEnded() {
        return requestEnded;
    }

    /** Records the form in which this client gets the gateway's own responses. */
    void onForm(GatewayResponse.Form form) {
        this.form = form;
    }

    /** Returns the number of bytes that the client has not taken yet. */
    long waiting() {
        ChannelConfig config = channel.config();
        return channel.isWritable()
                ? Math.max(0, config.getWriteBufferHighWaterMark() + 1 - channel.bytesBeforeUnwritable())
                : config.getWriteBufferLowWaterMark() + channel.bytesBeforeWritable();
    }

    void interim(ResponseHead head) {
        channel.writeAndFlush(new DefaultHttp2HeadersFrame(Http2ResponseHeaders.head(head, null)));
    }

    void head(ResponseHead head, byte[] callId) {
        waiting = Http2ResponseHeaders.head(head, context.callIds() ? callId : null);
    }

    void own(GatewayResponse answer) {
        byte[] message = answer.toBytes(form, false);
        ResponseHead head = new ResponseHead(context.answers());
        System.arraycopy(message, 0, head.room(message.length), 0, message.length);
        head.added(message.length);
        head.answersHead(form.withoutBody());
        head.parse();
        waiting = Http2ResponseHeaders.head(head, null);
        if (message.length > head.end()) {
            write(Unpooled.wrappedBuffer(message, head.end(), message.length - head.end()));
        }
    }

    void write(ByteBuf bytes) {
        if (!bytes.isReadable()) {
            bytes.release();
            return;
        }
        writeHead(false);
        channel.write(new DefaultHttp2DataFrame(bytes));
    }

    private void writeHead(boolean endsStream) {
        if (waiting != null) {
            channel.write(new DefaultHttp2HeadersFrame(waiting, endsStream));
            waiting = null;
        }
    }

    void trailers(byte[] section) {
        writeHead(false);
        waiting = Http2ResponseHeaders.trailers(section);
    }

    void flush() {
        writeHead(false);
        channel.flush();
    }

    /** Ends the stream. Stops the rest of an incomplete request with a reset (RFC 9113 §8.1). */
    void end() {
        var last = waiting == null
                ? new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true)
                : new DefaultHttp2HeadersFrame(waiting, true);
        waiting = null;
        channel.writeAndFlush(last).addListener(written -> {
            if (!requestEnded) {
                reset(Http2Error.NO_ERROR);
            }
        });
    }

    /** Resets the stream after what was written, so that the response is not taken for complete. */
    void breakOff() {
        writeHead(false);
        channel.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, false))
                .addListener(written -> reset(Http2Error.INTERNAL_ERROR));
    }

    private void reset(Http2Error error) {
        channel.writeAndFlush(new DefaultHttp2ResetFrame(error));
    }
}
