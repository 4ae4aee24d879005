package dev.webendpoints.gateway.relay.h1;

import io.netty.buffer.ByteBuf;

/**
 * Skips one empty line before a request (RFC 9112 §2.2), which some clients send after a body. It may arrive in parts.
 * A second one is left for the parser to reject.
 */
final class LeadingEmptyLine {

    private enum Seen {
        NOTHING,
        CR,
        LINE
    }

    private Seen seen = Seen.NOTHING;

    /** Called after a request was read; the next one may have an empty line too. */
    void reset() {
        seen = Seen.NOTHING;
    }

    boolean isPresent() {
        return seen != Seen.NOTHING;
    }

    /**
     * Skips the part of the line that has arrived.
     *
     * @return false if a CR without its LF was read
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
