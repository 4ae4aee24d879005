package dev.webendpoints.gateway.relay.h2;

import java.nio.charset.StandardCharsets;

import dev.webendpoints.gateway.http1.BodyFraming;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Converts a request body of DATA frames to the counted or chunked body that the worker expects. */
final class Http2RequestBody {

    private static final byte[] END_OF_LINE = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

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
        if (!chunked) {
            return data;
        }
        if (!data.isReadable()) {
            data.release();
            return last ? Unpooled.wrappedBuffer(LAST_CHUNK) : Unpooled.EMPTY_BUFFER;
        }
        byte[] size = (Integer.toHexString(data.readableBytes()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuf end = Unpooled.wrappedBuffer(END_OF_LINE, last ? LAST_CHUNK : new byte[0]);
        return Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(size), data, end);
    }

    /** @param lastChunk with its trailers; discarded for a counted body, which cannot carry them */
    ByteBuf end(byte[] lastChunk) {
        return chunked ? Unpooled.wrappedBuffer(lastChunk) : Unpooled.EMPTY_BUFFER;
    }
}
