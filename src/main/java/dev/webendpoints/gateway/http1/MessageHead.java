package dev.webendpoints.gateway.http1;

/** The common parts of requests and responses: a version, framing headers, connection options. */
abstract class MessageHead extends HeaderSection {

    private static final byte[] CHUNKED = Ascii.of("chunked");
    private static final byte[] VERSION = Ascii.of("HTTP/1.");
    private static final byte[] CLOSE = Ascii.of("close");
    private static final byte[] KEEP_ALIVE = Ascii.of("keep-alive");
    private static final byte[] UPGRADE = Ascii.of("upgrade");

    /** No realistic length has more digits, and 18 digits always fit in a long. */
    private static final int MOST_DIGITS = 18;

    /** {@code HTTP/1.x} */
    static final int VERSION_LENGTH = 8;

    /**
     * Fields that stay even if named in Connection: without them the message would have another meaning. Includes
     * Connection, because a second one would no longer be read; it is never forwarded anyway.
     */
    private static final long NEVER_NOMINATED = HeaderName.setOf(
            HeaderName.HOST, HeaderName.CONTENT_LENGTH, HeaderName.TRANSFER_ENCODING, HeaderName.CONNECTION);

    int minorVersion;
    BodyFraming framing = BodyFraming.NONE;
    long contentLength;

    private boolean closes;
    private boolean keepsAlive;
    private boolean upgrades;

    MessageHead(HeadLimits limits) {
        super(limits);
    }

    @Override
    public void reset() {
        super.reset();
        minorVersion = 0;
        framing = BodyFraming.NONE;
        contentLength = 0;
        closes = false;
        keepsAlive = false;
        upgrades = false;
    }

    /** 0 for HTTP/1.0, 1 for HTTP/1.1. */
    public final int minorVersion() {
        return minorVersion;
    }

    public final BodyFraming framing() {
        return framing;
    }

    /** Returns the length in bytes of a {@link BodyFraming#COUNTED} body. */
    public final long contentLength() {
        return contentLength;
    }

    /** Returns whether the connection may carry another message after this one (RFC 9112 §9.3). */
    public final boolean persistent() {
        return !closes && (minorVersion == 1 || keepsAlive);
    }

    /** Returns whether {@code Upgrade} and the {@code upgrade} connection option are both present (RFC 9110 §7.8). */
    public final boolean upgrades() {
        return upgrades && has(HeaderName.UPGRADE) && minorVersion == 1;
    }

    /** Reads {@code HTTP/1.x} at an index; returns whether it was there. */
    final boolean version(int at) {
        if (!Ascii.startsWith(bytes, at, VERSION, Ascii.IDENTITY)) {
            return false;
        }
        minorVersion = bytes[at + VERSION_LENGTH - 1] - '0';
        return minorVersion == 0 || minorVersion == 1;
    }

    /** Returns whether the bytes received so far may be the beginning of a version. */
    final boolean beginsAsVersion(int at) {
        for (int i = 0; i < VERSION.length && at + i < size(); i++) {
            if (bytes[at + i] != VERSION[i]) {
                return false;
            }
        }
        return true;
    }

    /** Validates Content-Length and Transfer-Encoding; leaves {@link #framing} NONE if there is neither. */
    final ParseError frame() {
        framing = BodyFraming.NONE;
        boolean encoded = has(HeaderName.TRANSFER_ENCODING);
        if (!has(HeaderName.CONTENT_LENGTH)) {
            return encoded ? frameByChunks() : null;
        }
        if (encoded) {
            return ParseError.LENGTH_AND_ENCODING;
        }
        return fields().hasTwo(HeaderName.CONTENT_LENGTH) ? ParseError.LENGTH_DUPLICATE : frameByLength();
    }

    private ParseError frameByChunks() {
        if (fields().hasTwo(HeaderName.TRANSFER_ENCODING)) {
            return ParseError.ENCODING_DUPLICATE;
        }
        if (minorVersion == 0) {
            return ParseError.ENCODING_ON_HTTP_1_0;
        }
        framing = BodyFraming.CHUNKED;
        return valueIs(HeaderName.TRANSFER_ENCODING, CHUNKED) ? null : ParseError.ENCODING_UNKNOWN;
    }

    private ParseError frameByLength() {
        int from = valueStart(HeaderName.CONTENT_LENGTH);
        int to = valueEnd(HeaderName.CONTENT_LENGTH);
        if (from == to || to - from > MOST_DIGITS) {
            return ParseError.LENGTH_BYTES;
        }
        contentLength = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return ParseError.LENGTH_BYTES;
            }
            contentLength = contentLength * 10 + digit;
        }
        framing = BodyFraming.COUNTED;
        return null;
    }

    /** Reads every {@code Connection} header: the known options, and the names of fields that are for this hop only. */
    final ParseError connectionOptions() {
        if (!has(HeaderName.CONNECTION)) {
            return null;
        }
        for (int field = 0; field < fields().count(); field++) {
            if (fields().name(field) == HeaderName.CONNECTION
                    && !options(fields().valueStart(field), fields().valueEnd(field))) {
                return ParseError.CONNECTION_BYTES;
            }
        }
        return null;
    }

    private boolean options(int from, int to) {
        int at = from;
        while (at < to) {
            int stop = at;
            while (stop < to && Ascii.TOKEN[bytes[stop] & 0xff]) {
                stop++;
            }
            if (stop > at) {
                option(at, stop);
            }
            while (stop < to && Ascii.isBlank(bytes[stop])) {
                stop++;
            }
            if (stop < to && bytes[stop] != ',') {
                return false;
            }
            at = stop + 1;
            while (at < to && Ascii.isBlank(bytes[at])) {
                at++;
            }
        }
        return true;
    }

    private void option(int from, int to) {
        if (Ascii.equalsIgnoringCase(bytes, from, to, CLOSE)) {
            closes = true;
        } else if (Ascii.equalsIgnoringCase(bytes, from, to, KEEP_ALIVE)) {
            keepsAlive = true;
        } else if (Ascii.equalsIgnoringCase(bytes, from, to, UPGRADE)) {
            upgrades = true;
        } else {
            nominate(from, to);
        }
    }

    private void nominate(int from, int to) {
        for (int field = 0; field < fields().count(); field++) {
            boolean named = fields().nameEnd(field) - lineStart(field) == to - from
                    && equalNames(lineStart(field), from, to - from)
                    && (fields().name(field).bit() & NEVER_NOMINATED) == 0;
            if (named) {
                fields().rename(field, HeaderName.NOMINATED);
            }
        }
    }

    private boolean equalNames(int one, int other, int length) {
        for (int i = 0; i < length; i++) {
            if (Ascii.LOWER[bytes[one + i] & 0xff] != Ascii.LOWER[bytes[other + i] & 0xff]) {
                return false;
            }
        }
        return true;
    }
}
