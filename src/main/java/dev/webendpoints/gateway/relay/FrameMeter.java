package dev.webendpoints.gateway.relay;

import io.netty.buffer.ByteBuf;

/** Finds where WebSocket frames end in one direction of a tunnel (RFC 6455 §5.2): reads their headers only. */
final class FrameMeter {

    private static final int SHORT_HEADER = 2;
    private static final int MASK = 0x80;
    private static final int MASK_BYTES = 4;
    private static final int LENGTH_IN_2_BYTES = 126;
    private static final int LENGTH_IN_8_BYTES = 127;
    private static final int OPCODE = 0x0f;
    private static final int CLOSE = 8;

    private int headerRead;
    private int headerSize = SHORT_HEADER;
    private int lengthEnd = SHORT_HEADER;
    private long length;
    private long payloadLeft;
    private boolean closes;
    private boolean closed;

    /** @param from the first index of the buffer that belongs to frames */
    void count(ByteBuf buffer, int from) {
        int at = from;
        while (at < buffer.writerIndex()) {
            if (payloadLeft > 0) {
                int step = (int) Math.min(payloadLeft, buffer.writerIndex() - at);
                payloadLeft -= step;
                at += step;
            } else {
                onHeader(buffer.getByte(at++) & 0xff);
            }
            closed |= closes && betweenFrames();
        }
    }

    private void onHeader(int octet) {
        if (headerRead == 0) {
            closes = (octet & OPCODE) == CLOSE;
        } else if (headerRead == 1) {
            onLength(octet);
        } else if (headerRead < lengthEnd) {
            length = length << 8 | octet;
        }
        headerRead++;
        if (headerRead >= SHORT_HEADER && headerRead == headerSize) {
            headerRead = 0;
            payloadLeft = length;
        }
    }

    private void onLength(int octet) {
        int value = octet & ~MASK;
        int more = value == LENGTH_IN_2_BYTES ? 2 : value == LENGTH_IN_8_BYTES ? 8 : 0;
        length = more == 0 ? value : 0;
        lengthEnd = SHORT_HEADER + more;
        headerSize = lengthEnd + ((octet & MASK) == 0 ? 0 : MASK_BYTES);
    }

    /** Whether a frame of ours would not land within one of theirs. */
    boolean betweenFrames() {
        return headerRead == 0 && payloadLeft == 0;
    }

    /** Whether a close frame has passed, behind which nothing may come. */
    boolean closed() {
        return closed;
    }
}
