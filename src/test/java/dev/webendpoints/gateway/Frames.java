package dev.webendpoints.gateway;

import java.io.IOException;

/** HTTP/2 frames as bytes (RFC 9113 §4.1), including those that no client library would send. */
final class Frames {

    static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    /** {@code GET /} to {@code dev--open.localhost}, encoded in HPACK. */
    static final String GET = "\u0082\u0084\u0086\u0041\u0013dev--open.localhost";

    static final String POST = "\u0083" + GET.substring(1);

    private static final int HEADER = 9;

    private Frames() {}

    static String frame(int type, int flags, int stream, String payload) {
        return bytes(payload.length()).substring(1) + (char) type + (char) flags + bytes(stream) + payload;
    }

    /** Returns four bytes, the highest first. */
    static String bytes(int number) {
        StringBuilder bytes = new StringBuilder();
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes.append((char) (number >> shift & 0xff));
        }
        return bytes.toString();
    }

    /** A received frame. */
    record Frame(int type, int flags, int stream, String payload) {

        /** Returns the error code of a GOAWAY. */
        int errorCode() {
            return number(payload, 4);
        }
    }

    static Frame next(Wire wire) throws IOException {
        String header = wire.text(HEADER);
        int length = number("\0" + header, 0);
        return new Frame(header.charAt(3), header.charAt(4), number(header, 5), wire.text(length));
    }

    /** Returns the next frame of this type; skips those before it. */
    static Frame next(Wire wire, int type) throws IOException {
        Frame frame = next(wire);
        while (frame.type() != type) {
            frame = next(wire);
        }
        return frame;
    }

    private static int number(String bytes, int at) {
        int number = 0;
        for (int i = at; i < at + 4; i++) {
            number = number << 8 | bytes.charAt(i);
        }
        return number;
    }
}
