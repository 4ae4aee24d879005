package dev.webendpoints.gateway.http1;

import java.util.Arrays;

/** The fields after the last chunk (RFC 9112 §7.1.2), parsed as strictly as a head, and filtered. */
final class TrailerSection extends HeaderSection {

    /** Trailers are checksums and statuses; more than this is an attempt to exhaust memory. */
    private static final int MAX_BYTES = 8192;

    /** RFC 9110 §6.5.1: framing, routing and authentication are not allowed in trailers. */
    private static final long DROPPED = HeaderName.setOf(
            HeaderName.HOST,
            HeaderName.CONTENT_LENGTH,
            HeaderName.TRANSFER_ENCODING,
            HeaderName.CONNECTION,
            HeaderName.UPGRADE,
            HeaderName.EXPECT,
            HeaderName.AUTHORIZATION,
            HeaderName.MODAL_KEY,
            HeaderName.MODAL_SECRET,
            HeaderName.MODAL_RESERVED,
            HeaderName.X_FORWARDED,
            HeaderName.FORWARDED,
            HeaderName.X_REAL_IP,
            HeaderName.KEEP_ALIVE,
            HeaderName.PROXY_CONNECTION,
            HeaderName.PROXY_AUTHENTICATE,
            HeaderName.PROXY_AUTHORIZATION,
            HeaderName.TE,
            HeaderName.HTTP2_SETTINGS,
            HeaderName.LOOKALIKE);

    TrailerSection() {
        super(new HeadLimits(MAX_BYTES, 0, 64, 0));
    }

    @Override
    int startLine() {
        return 0;
    }

    @Override
    ParseError verdict() {
        return null;
    }

    /** Returns the fields that pass, with the empty line that ends them. */
    byte[] filtered() {
        byte[] kept = new byte[end()];
        int to = 0;
        for (int field = 0; field < fields().count(); field++) {
            if ((fields().name(field).bit() & DROPPED) == 0) {
                int length = lineStart(field + 1) - lineStart(field);
                System.arraycopy(bytes, lineStart(field), kept, to, length);
                to += length;
            }
        }
        kept[to++] = '\r';
        kept[to++] = '\n';
        return Arrays.copyOf(kept, to);
    }
}
