package dev.webendpoints.gateway.relay.exchange;

import io.netty.buffer.ByteBuf;

/**
 * Finds the end of each WebSocket frame in one direction of a tunnel, and the length of each message (RFC 6455 §5.2,
 * §5.4). Reads frame headers only. Compressed data counts with its length on the wire.
 */
final class FrameMeter {

    /** The result of {@link #count} if the frame that is too long began in an earlier buffer. */
    static final int BEGAN_BEFORE = -1;

    private static final int SHORT_HEADER = 2;
    private static final int MASK = 0x80;
    private static final int MASK_BYTES = 4;
    private static final int LENGTH_IN_2_BYTES = 126;
    private static final int LENGTH_IN_8_BYTES = 127;
    private static final int FINAL = 0x80;
    private static final int OPCODE = 0x0f;
    private static final int CONTINUATION = 0;
    private static final int CLOSE = 8;

    private final long maxMessageBytes;
    private int first;
    private int headerRead;
    private int headerSize = SHORT_HEADER;
    private int lengthEnd = SHORT_HEADER;
    private long length;
    private long payloadLeft;
    private long message;
    private boolean closed;
    private boolean stopped;

    FrameMeter(long maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /**
     * Scans the frames in a buffer.
     *
     * @param from the first index of the buffer that belongs to frames
     * @return the index up to which the buffer may pass: its end, or the start of a frame that makes a message too
     *     long, or {@link #BEGAN_BEFORE}
     */
    int count(ByteBuf buffer, int from) {
        int frame = headerRead == 0 ? from : BEGAN_BEFORE;
        int at = from;
        while (at < buffer.writerIndex()) {
            if (payloadLeft > 0) {
                int step = (int) Math.min(payloadLeft, buffer.writerIndex() - at);
                payloadLeft -= step;
                at += step;
            } else {
                frame = headerRead == 0 ? at : frame;
                if (onHeader(buffer.getByte(at++) & 0xff) && !fits()) {
                    stopped = frame != BEGAN_BEFORE;
                    return frame;
                }
            }
            closed |= opcode() == CLOSE && betweenFrames();
        }
        return at;
    }

    /** Returns whether the header is complete. */
    private boolean onHeader(int octet) {
        if (headerRead == 0) {
            first = octet;
        } else if (headerRead == 1) {
            onLength(octet);
        } else if (headerRead < lengthEnd) {
            length = length << 8 | octet;
        }
        headerRead++;
        if (headerRead < SHORT_HEADER || headerRead < headerSize) {
            return false;
        }
        headerRead = 0;
        payloadLeft = length;
        return true;
    }

    private void onLength(int octet) {
        int value = octet & ~MASK;
        int more = value == LENGTH_IN_2_BYTES ? 2 : value == LENGTH_IN_8_BYTES ? 8 : 0;
        length = more == 0 ? value : 0;
        lengthEnd = SHORT_HEADER + more;
        headerSize = lengthEnd + ((octet & MASK) == 0 ? 0 : MASK_BYTES);
    }

    private int opcode() {
        return first & OPCODE;
    }

    /** A length with its highest bit set is negative here, and invalid (RFC 6455 §5.2). */
    private boolean fits() {
        if (length < 0) {
            return false;
        }
        if (opcode() >= CLOSE) {
            return true;
        }
        message = opcode() == CONTINUATION ? message + length : length;
        boolean inBounds = message >= 0 && message <= maxMessageBytes;
        if ((first & FINAL) != 0) {
            message = 0;
        }
        return inBounds;
    }

    /** Returns whether a frame inserted now would not split one of the sender's. */
    boolean betweenFrames() {
        return stopped || headerRead == 0 && payloadLeft == 0;
    }

    /** Returns whether a close frame has passed; no frame may follow it. */
    boolean closed() {
        return closed;
    }
}
