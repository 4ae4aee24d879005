package dev.webendpoints.gateway.relay;

import io.netty.buffer.ByteBuf;

/**
 * One empty line in front of a request, which is ignored (RFC 9112 §2.2): some callers send it behind a body. It may come in
 * parts. A second one is left for the parser to refuse.
 */
final class LeadingEmptyLine {

    private enum Seen {
        NOTHING,
        CR,
        LINE
    }

    private Seen seen = Seen.NOTHING;

    /** A request has been read, and the next one may have an empty line too. */
    void reset() {
        seen = Seen.NOTHING;
    }

    boolean isPresent() {
        return seen != Seen.NOTHING;
    }

    /**
     * Reads what is there of it.
     *
     * @return false when a CR without its LF was read
     */
    boolean skip(ByteBuf buffer) {
        if (seen == Seen.NOTHING && next(buffer, '\r')) {
            seen = Seen.CR;
        }
        if (seen == Seen.CR && buffer.isReadable()) {
            seen = Seen.LINE;
            return next(buffer, '\n');
        }
        return true;
    }

    private static boolean next(ByteBuf buffer, char octet) {
        boolean is = buffer.isReadable() && buffer.getByte(buffer.readerIndex()) == octet;
        if (is) {
            buffer.skipBytes(1);
        }
        return is;
    }
}
