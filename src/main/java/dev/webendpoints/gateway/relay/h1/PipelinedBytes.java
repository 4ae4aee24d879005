package dev.webendpoints.gateway.relay.h1;

import dev.webendpoints.gateway.relay.channel.ReadGate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Bytes of a client's next requests, which wait for the current response. Pauses reading while it holds any. */
final class PipelinedBytes {

    private final ReadGate gate;
    private ByteBuf bytes;

    PipelinedBytes(ReadGate gate) {
        this.gate = gate;
    }

    boolean isEmpty() {
        return bytes == null;
    }

    void put(ByteBuf more) {
        bytes = bytes == null ? more : Unpooled.wrappedBuffer(bytes, more);
        gate.pause(ReadGate.PIPELINED);
    }

    /** Returns the stashed bytes, or null. The caller processes them or puts the rest back. */
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
