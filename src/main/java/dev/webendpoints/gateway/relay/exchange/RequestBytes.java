package dev.webendpoints.gateway.relay.exchange;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.buffer.ByteBuf;

/** The bytes of a request that are not sent yet, and those that may have to be sent again. */
final class RequestBytes {

    private ByteBuf first;
    private Queue<ByteBuf> more;
    private ByteBuf sent;
    private int sentFrom;
    private int sentTo;

    void add(ByteBuf bytes) {
        if (first == null) {
            first = bytes;
            return;
        }
        if (more == null) {
            more = new ArrayDeque<>();
        }
        more.add(bytes);
    }

    /** @param mayRepeat whether to retain the bytes until {@link #forgetSent}; only for a request of one buffer */
    void sendOn(Upstream connection, boolean mayRepeat) {
        if (mayRepeat && more == null) {
            sent = first.retain();
            sentFrom = first.readerIndex();
            sentTo = first.writerIndex();
        }
        connection.write(first);
        first = null;
        while (more != null && !more.isEmpty()) {
            connection.write(more.poll());
        }
        connection.flush();
    }

    boolean canRepeat() {
        return sent != null;
    }

    /** Marks the sent bytes as unsent. Their connection has ended, so the buffer's indexes no longer change. */
    void repeat() {
        first = sent.setIndex(sentFrom, sentTo);
        sent = null;
    }

    void forgetSent() {
        if (sent != null) {
            sent.release();
            sent = null;
        }
    }

    void release() {
        forgetSent();
        if (first != null) {
            first.release();
            first = null;
        }
        while (more != null && !more.isEmpty()) {
            more.poll().release();
        }
    }
}
