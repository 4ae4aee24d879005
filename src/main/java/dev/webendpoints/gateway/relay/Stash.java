package dev.webendpoints.gateway.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Bytes of a caller's next requests, which wait for the present one's answer; no more are read meanwhile. */
final class Stash {

    private final ReadGate gate;
    private ByteBuf bytes;

    Stash(ReadGate gate) {
        this.gate = gate;
    }

    boolean isEmpty() {
        return bytes == null;
    }

    void put(ByteBuf more) {
        bytes = bytes == null ? more : Unpooled.wrappedBuffer(bytes, more);
        gate.pause(ReadGate.PIPELINED);
    }

    /** What waits, or null. Whoever took it reads on, or puts the rest back. */
    ByteBuf take() {
        ByteBuf taken = bytes;
        bytes = null;
        return taken;
    }

    void drop() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }
}
