package dev.webendpoints.gateway.relay.h1;

import dev.webendpoints.gateway.http1.BodyFraming;
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

/**
 * Writes responses to one client: the function's, with the head rewritten, and the gateway's own. Decides with each head
 * whether the connection continues after that response.
 */
final class ResponseWriter {

    /** A response is quiet when nothing was written for this long, in milliseconds. */
    private static final long QUIET_MILLIS = 1000;

    private final ClientContext context;
    private final Channel channel;
    private GatewayResponse.Form form = GatewayResponse.Form.PLAIN;
    private boolean http10;
    private boolean persistent;
    private boolean endsByClose;
    private boolean begun;
    private long lastWrite;

    ResponseWriter(ClientContext context, Channel channel) {
        this.context = context;
        this.channel = channel;
    }

    /** @param cors whether the endpoint sends CORS headers, so that the gateway's own responses must */
    void onRequest(RequestHead head, boolean cors) {
        http10 = head.minorVersion() == 0;
        persistent = head.persistent() && !http10 && !context.loop().isDraining();
        form = GatewayResponse.Form.of(head, cors);
    }

    void onAnswerEnd() {
        begun = false;
        form = GatewayResponse.Form.PLAIN;
    }

    /** Returns whether the request is of HTTP/1.0, which has neither chunks nor interim responses. */
    boolean isHttp10() {
        return http10;
    }

    /** Makes the current response the last one. */
    void endPersistence() {
        persistent = false;
    }

    /** Returns whether the connection continues after the current response. */
    boolean isPersistent() {
        return persistent;
    }

    /** Returns whether the end of the connection marks the end of the current response. */
    boolean endsByClose() {
        return endsByClose;
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
        if (http10) {
            return;
        }
        int length = ResponsePolicy.rewrite(head, null, false, true);
        channel.writeAndFlush(HeadPrepender.apart(like, head.array(), length), channel.voidPromise());
    }

    /**
     * See {@link Downstream#toHead}.
     *
     * @param mayGoOn whether the state of the request allows another one
     */
    int head(ResponseHead head, byte[] callId, ByteBuf buffer, int writableFrom, int bodyStart, boolean mayGoOn) {
        boolean untilClose = head.framing() == BodyFraming.UNTIL_CLOSE;
        endsByClose = untilClose || http10 && head.framing() == BodyFraming.CHUNKED;
        persistent &= mayGoOn && !untilClose && !context.loop().isDraining();
        byte[] shown = context.callIds() ? callId : null;
        int length = ResponsePolicy.rewrite(head, shown, !persistent, !http10);
        int start = HeadPrepender.before(buffer, writableFrom, bodyStart, head.array(), length);
        if (start != HeadPrepender.NO_ROOM) {
            return start;
        }
        write(HeadPrepender.apart(buffer, head.array(), length));
        return bodyStart;
    }

    /** @param mayGoOn whether the state of the request allows another one */
    void own(GatewayResponse answer, boolean mayGoOn) {
        endsByClose = false;
        persistent &= mayGoOn;
        write(Unpooled.wrappedBuffer(answer.toBytes(form, !persistent)));
    }

    void write(ByteBuf bytes) {
        begun = true;
        lastWrite = context.loop().now();
        channel.write(bytes, channel.voidPromise());
    }
}
