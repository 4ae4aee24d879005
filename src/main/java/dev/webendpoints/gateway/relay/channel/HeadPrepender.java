package dev.webendpoints.gateway.relay.channel;

import io.netty.buffer.ByteBuf;

/** Writes a rewritten head directly in front of its body, so that both are one run of bytes. */
public final class HeadPrepender {

    public static final int NO_ROOM = -1;

    private HeadPrepender() {}

    /**
     * @param writableFrom the first index of the buffer that no earlier slice still uses
     * @return the index at which the new head begins, or {@link #NO_ROOM}
     */
    public static int before(ByteBuf buffer, int writableFrom, int bodyStart, byte[] head, int length) {
        int start = bodyStart - length;
        if (start < writableFrom) {
            return NO_ROOM;
        }
        buffer.setBytes(start, head, 0, length);
        return start;
    }

    /** Returns a separate buffer for a head that does not fit. */
    public static ByteBuf apart(ByteBuf like, byte[] head, int length) {
        return like.alloc().directBuffer(length).writeBytes(head, 0, length);
    }
}
