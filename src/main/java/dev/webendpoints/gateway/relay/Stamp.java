package dev.webendpoints.gateway.relay;

import io.netty.buffer.ByteBuf;

/** Writes a rewritten head back so that it ends where its body begins, and both are one run of bytes. */
final class Stamp {

    static final int NO_ROOM = -1;

    private Stamp() {}

    /**
     * @param floor the first index of the buffer that nobody else still reads
     * @return the index at which the new head begins, or {@link #NO_ROOM}
     */
    static int before(ByteBuf buffer, int floor, int bodyStart, byte[] head, int length) {
        int start = bodyStart - length;
        if (start < floor) {
            return NO_ROOM;
        }
        buffer.setBytes(start, head, 0, length);
        return start;
    }

    /** A buffer of its own for a head without room. */
    static ByteBuf apart(ByteBuf like, byte[] head, int length) {
        return like.alloc().directBuffer(length).writeBytes(head, 0, length);
    }
}
