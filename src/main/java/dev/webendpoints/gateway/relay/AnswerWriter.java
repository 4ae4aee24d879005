package dev.webendpoints.gateway.relay;

import dev.webendpoints.gateway.http1.Answer;
import dev.webendpoints.gateway.http1.Name;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.http1.ResponseHead;
import dev.webendpoints.gateway.http1.ResponsePolicy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;

/** Writes answers to one caller: the function's, with the head rewritten, and our own. */
final class AnswerWriter {

    /** An answer of which nothing came for so long is quiet. */
    private static final long QUIET_MILLIS = 1000;

    private final LoopState state;
    private final Channel channel;
    private Answer.Form form = Answer.Form.PLAIN;
    private boolean begun;
    private long lastWrite;

    AnswerWriter(LoopState state, Channel channel) {
        this.state = state;
        this.channel = channel;
    }

    /** Remembers how this caller wants answers of our own. */
    void onRequest(RequestHead head, boolean cors) {
        form = form(head, cors);
    }

    static Answer.Form form(RequestHead head, boolean cors) {
        boolean json = head.prefersJson();
        String origin = cors ? head.value(Name.ORIGIN) : null;
        boolean withoutBody = head.isHead();
        return json || withoutBody || origin != null ? new Answer.Form(json, origin, withoutBody) : Answer.Form.PLAIN;
    }

    void onAnswerEnd() {
        begun = false;
        form = Answer.Form.PLAIN;
    }

    /** Whether anything of the final answer was written. */
    boolean begun() {
        return begun;
    }

    /** Whether something of the answer was written, but nothing lately. */
    boolean quiet() {
        return begun && state.now() - lastWrite >= QUIET_MILLIS;
    }

    void interim(ResponseHead head, ByteBuf like) {
        int length = ResponsePolicy.rewrite(head, null, false, true);
        channel.writeAndFlush(Stamp.apart(like, head.array(), length), channel.voidPromise());
    }

    /** See {@link Front#toHead}. */
    int head(
            ResponseHead head,
            byte[] callId,
            ByteBuf buffer,
            int floor,
            int bodyStart,
            boolean closes,
            boolean framesBody) {
        byte[] shown = state.settings.callIds() ? callId : null;
        int length = ResponsePolicy.rewrite(head, shown, closes, framesBody);
        int start = Stamp.before(buffer, floor, bodyStart, head.array(), length);
        if (start != Stamp.NO_ROOM) {
            return start;
        }
        write(Stamp.apart(buffer, head.array(), length));
        return bodyStart;
    }

    void own(Answer answer, boolean closes) {
        write(Unpooled.wrappedBuffer(answer.toBytes(form, closes)));
    }

    void write(ByteBuf bytes) {
        begun = true;
        lastWrite = state.now();
        channel.write(bytes, channel.voidPromise());
    }
}
