package dev.webendpoints.gateway.http1;

/**
 * Follows the framing of a chunked body (RFC 9112 §7.1) so that it can be forwarded verbatim, and rejects what two
 * readers could interpret differently: a size that is not plain hex digits, a line that does not end in CR LF.
 *
 * <p>Usage: while {@link #dataLeft} is positive, that many bytes are data, to {@link #skip}; otherwise {@link #feed}
 * the next byte. Trailers are collected instead of forwarded: {@link #trailers}.
 */
public final class ChunkScanner {

    private enum At {
        SIZE_START,
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER_START_LF,
        TRAILER,
        DONE,
        BROKEN
    }

    /** 15 hex digits always fit in a long. */
    private static final int MOST_DIGITS = 15;

    /** Bytes of extensions allowed per chunk. No supported server interprets them. */
    private static final int MAX_EXTENSION = 1024;

    private final long maxBodyBytes;
    private At at = At.SIZE_START;
    private int digits;
    private final ChunkExtension extension = new ChunkExtension();
    private int extensionBytes;
    private long left;
    private long total;
    private TrailerSection trailers;
    private ParseError refusal;

    /** @param maxBodyBytes of data, without the framing; beyond it the body is rejected */
    public ChunkScanner(long maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
    }

    public void reset() {
        at = At.SIZE_START;
        digits = 0;
        extensionBytes = 0;
        left = 0;
        total = 0;
        trailers = null;
        refusal = null;
    }

    /** Returns how many of the next bytes are data. */
    public long dataLeft() {
        return at == At.DATA ? left : 0;
    }

    public void skip(long bytes) {
        left -= bytes;
        if (left == 0) {
            at = At.DATA_CR;
        }
    }

    public boolean done() {
        return at == At.DONE;
    }

    /** Returns why the body is rejected, or null. */
    public ParseError refusal() {
        return refusal;
    }

    /** Returns whether the bytes fed now are trailer fields, to be held back until they are filtered. */
    public boolean inTrailers() {
        return trailers != null;
    }

    /** Returns the trailer fields that pass and the empty line that ends them; null if the body has none. */
    public byte[] trailers() {
        return trailers == null ? null : trailers.filtered();
    }

    /** Takes one byte that is not data. */
    public void feed(byte octet) {
        switch (at) {
            case SIZE_START, SIZE -> size(octet);
            case EXTENSION -> extension(octet);
            case SIZE_LF -> expect(octet, '\n', left == 0 ? At.TRAILER_START : At.DATA);
            case DATA_CR -> expect(octet, '\r', At.DATA_LF);
            case DATA_LF -> expect(octet, '\n', At.SIZE_START);
            case TRAILER_START_LF -> expect(octet, '\n', At.DONE);
            case TRAILER_START -> trailerStart(octet);
            case TRAILER -> trailer(octet);
            default -> refuse(ParseError.CHUNK_FRAMING);
        }
    }

    private void size(byte octet) {
        int digit = Character.digit(octet, 16);
        if (digit >= 0) {
            digits = at == At.SIZE_START ? 1 : digits + 1;
            left = at == At.SIZE_START ? digit : left << 4 | digit;
            at = At.SIZE;
            if (digits > MOST_DIGITS) {
                refuse(ParseError.CHUNK_FRAMING);
            }
        } else if (at == At.SIZE_START) {
            refuse(ParseError.CHUNK_FRAMING);
        } else {
            sizeEnd(octet);
        }
    }

    private void sizeEnd(byte octet) {
        total += left;
        extensionBytes = 0;
        if (total > maxBodyBytes || total < 0) {
            refuse(ParseError.BODY_TOO_LARGE);
        } else if (octet == ';') {
            at = At.EXTENSION;
            extension.begin();
        } else {
            expect(octet, '\r', At.SIZE_LF);
        }
    }

    private void extension(byte octet) {
        if (octet == '\r' && extension.mayEnd()) {
            at = At.SIZE_LF;
        } else if (!extension.take(octet) || ++extensionBytes > MAX_EXTENSION) {
            refuse(ParseError.CHUNK_FRAMING);
        }
    }

    private void trailerStart(byte octet) {
        if (octet == '\r') {
            at = At.TRAILER_START_LF;
        } else {
            at = At.TRAILER;
            trailers = new TrailerSection();
            trailer(octet);
        }
    }

    private void trailer(byte octet) {
        if (trailers.spare() == 0) {
            refuse(ParseError.TRAILER_TOO_LARGE);
            return;
        }
        trailers.room(1)[trailers.size()] = octet;
        trailers.added(1);
        if (octet == '\n') {
            switch (trailers.parse()) {
                case WHOLE -> at = At.DONE;
                case REFUSED -> refuse(trailers.refusal());
                default -> {}
            }
        }
    }

    private void expect(byte octet, char expected, At next) {
        if (octet == expected) {
            at = next;
        } else {
            refuse(ParseError.CHUNK_FRAMING);
        }
    }

    private void refuse(ParseError condition) {
        at = At.BROKEN;
        left = 0;
        refusal = condition;
    }
}
