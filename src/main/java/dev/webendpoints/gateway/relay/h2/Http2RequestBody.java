package dev.webendpoints.gateway.relay.h2;

import dev.webendpoints.gateway.http1.BodyFraming;
import dev.webendpoints.gateway.relay.channel.ChunkFraming;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Converts a request body of DATA frames to the counted or chunked body that the worker expects. */
final class Http2RequestBody {

    private final long maxBytes;
    private boolean chunked;
    private long total;

    Http2RequestBody(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void begin(BodyFraming framing) {
        chunked = framing == BodyFraming.CHUNKED;
    }

    void count(int bytes) {
        total += bytes;
    }

    boolean isTooLarge() {
        return total > maxBytes;
    }

    /** Takes ownership of the data. */
    ByteBuf framed(ByteBuf data, boolean last) {
        return chunked ? ChunkFraming.chunk(data, last) : data;
    }

    /** @param lastChunk with its trailers; discarded for a counted body, which cannot carry them */
    ByteBuf end(byte[] lastChunk) {
        return chunked ? Unpooled.wrappedBuffer(lastChunk) : Unpooled.EMPTY_BUFFER;
    }
}
