package dev.webendpoints.gateway.relay.deferred;

import java.nio.charset.StandardCharsets;

import dev.webendpoints.gateway.http1.BodyFraming;
import dev.webendpoints.gateway.http1.GatewayResponse;
import dev.webendpoints.gateway.http1.ResponseHead;
import dev.webendpoints.gateway.http1.ResponsePolicy;
import dev.webendpoints.gateway.relay.channel.ChunkFraming;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** A response as it is sent to those who fetch it. A body that ended with the worker's connection becomes chunked. */
final class KeptMessage {

    private static final byte[] CHUNKED = "Transfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int END_OF_LINE = 2;

    private ByteBuf bytes = Unpooled.buffer();
    private int headLength;
    private boolean chunks;

    /** Returns the number of bytes that are kept. */
    int length() {
        return bytes.writerIndex();
    }

    void addHead(ResponseHead head) {
        chunks = head.framing() == BodyFraming.UNTIL_CLOSE;
        int length = ResponsePolicy.rewrite(head, null, true, true);
        if (chunks) {
            bytes.writeBytes(head.array(), 0, length - END_OF_LINE).writeBytes(CHUNKED);
        } else {
            bytes.writeBytes(head.array(), 0, length);
        }
        headLength = bytes.writerIndex();
    }

    /** Returns bytes of the body with the framing that the head announced. Takes ownership of them. */
    ByteBuf framed(ByteBuf body) {
        return chunks && body.isReadable() ? ChunkFraming.chunk(body, false) : body;
    }

    /** Returns what ends the body, or null if nothing more is needed. */
    ByteBuf end() {
        return chunks ? ChunkFraming.end() : null;
    }

    /** Adds framed bytes; releases them. */
    void add(ByteBuf framed) {
        bytes.writeBytes(framed);
        framed.release();
    }

    void replaceBy(GatewayResponse answer) {
        byte[] message = answer.toBytes(GatewayResponse.Form.PLAIN, true);
        headLength = message.length;
        bytes.clear().writeBytes(message);
    }

    ByteBuf copy(boolean headOnly) {
        return Unpooled.copiedBuffer(bytes.slice(0, headOnly ? headLength : bytes.writerIndex()));
    }

    /** Returns the bytes and keeps none of them. */
    ByteBuf takeAll() {
        ByteBuf taken = bytes;
        bytes = Unpooled.EMPTY_BUFFER;
        return taken;
    }
}
