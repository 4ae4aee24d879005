package dev.webendpoints.gateway.relay.h1;

import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.http1.ResponseHead;
import dev.webendpoints.gateway.http1.ResponsePolicy;
import dev.webendpoints.gateway.relay.channel.HeadPrepender;
import dev.webendpoints.gateway.relay.client.ClientContext;
import dev.webendpoints.gateway.relay.exchange.Downstream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;

/** Writes responses to one client: the function's, with the head rewritten, and the gateway's own. */
final class ResponseWriter {

    /** A response is quiet when nothing was written for this long, in milliseconds. */
    private static final long QUIET_MILLIS = 1000;

    private final ClientContext context;
    private final Channel channel;
    private GatewayResponse.Form form = GatewayResponse.Form.PLAIN;
    private boolean begun;
    private long lastWrite;

    ResponseWriter(ClientContext context, Channel channel) {
        this.context = context;
        this.channel = channel;
    }

    /** Records the form in which this client gets the gateway's own responses. */
    void onRequest(RequestHead head, boolean cors) {
        form = GatewayResponse.Form.of(head, cors);
    }

    void onAnswerEnd() {
        begun = false;
        form = GatewayResponse.Form.PLAIN;
    }

    /** Returns whether any part of the final response was written. */
    boolean begun() {
        return begun;
    }

    /** Returns whether part of the response was written, but nothing in the last {@link #QUIET_MILLIS}. */
    boolean quiet() {
        return begun && context.loop().now() - lastWrite >= QUIET_MILLIS;
    }

    void interim(ResponseHead head, ByteBuf like) {
        int length = ResponsePolicy.rewrite(head, null, false, true);
        channel.writeAndFlush(HeadPrepender.apart(like, head.array(), length), channel.voidPromise());
    }

    /** See {@link Downstream#toHead}. */
    int head(
            ResponseHead head,
            byte[] callId,
            ByteBuf buffer,
            int writableFrom,
            int bodyStart,
            boolean closes,
            boolean framesBody) {
        byte[] shown = context.callIds() ? callId : null;
        int length = ResponsePolicy.rewrite(head, shown, closes, framesBody);
        int start = HeadPrepender.before(buffer, writableFrom, bodyStart, head.array(), length);
        if (start != HeadPrepender.NO_ROOM) {
            return start;
        }
        write(HeadPrepender.apart(buffer, head.array(), length));
        return bodyStart;
    }

    void own(GatewayResponse answer, boolean closes) {
        write(Unpooled.wrappedBuffer(answer.toBytes(form, closes)));
    }

    void write(ByteBuf bytes) {
        begun = true;
        lastWrite = context.loop().now();
        channel.write(bytes, channel.voidPromise());
    }
}
