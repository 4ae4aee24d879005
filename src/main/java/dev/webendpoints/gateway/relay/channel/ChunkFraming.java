package dev.webendpoints.gateway.relay.channel;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Writes a body in chunks (RFC 9112 §7.1), for data whose source has no chunk framing. */
public final class ChunkFraming {

    private static final byte[] END_OF_LINE = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_LAST = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private ChunkFraming() {}

    /**
     * Returns the data as a chunk, followed by the end of the body if it is the last; nothing for no data, which would
     * end the body. Takes ownership of the data.
     */
    public static ByteBuf chunk(ByteBuf data, boolean last) {
        if (!data.isReadable()) {
            data.release();
            return last ? end() : Unpooled.EMPTY_BUFFER;
        }
        byte[] size = (Integer.toHexString(data.readableBytes()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuf behind = Unpooled.wrappedBuffer(last ? END_OF_LAST : END_OF_LINE);
        return Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(size), data, behind);
    }

    /** Returns the end of a body without trailers. */
    public static ByteBuf end() {
        return Unpooled.wrappedBuffer(LAST_CHUNK);
    }
}
