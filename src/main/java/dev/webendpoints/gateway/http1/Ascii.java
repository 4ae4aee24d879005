package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;

/** Tables of the octets that are allowed in each position, and comparisons of ranges of octets. */
final class Ascii {

    /** RFC 9110 §5.6.2: the characters of a method or a header name. */
    static final boolean[] TOKEN = new boolean[256];

    /** RFC 9110 §5.5: blank, tab, visible ASCII and obs-text. No NUL, CR, LF or other control byte. */
    static final boolean[] VALUE = new boolean[256];

    /** Visible ASCII only: no blank, no control byte, no raw non-ASCII byte. */
    static final boolean[] TARGET = new boolean[256];

    /** A registered name, an IPv4 or bracketed IPv6 address, and a port. */
    static final boolean[] HOST = new boolean[256];

    /** Each octet unchanged, for exact comparison. */
    static final byte[] IDENTITY = new byte[256];

    /** Lower case, for case-insensitive comparison. */
    static final byte[] LOWER = new byte[256];

    /** Lower case, with {@code _} read as {@code -}, as some servers read it (CGI, WSGI). */
    static final byte[] FOLD = new byte[256];

    static {
        for (int octet = 0; octet < 256; octet++) {
            boolean letterOrDigit = octet < 128 && Character.isLetterOrDigit(octet);
            TOKEN[octet] = letterOrDigit || octet > ' ' && "!#$%&'*+-.^_`|~".indexOf(octet) >= 0;
            VALUE[octet] = octet >= ' ' && octet != 0x7f || octet == '\t';
            TARGET[octet] = octet > ' ' && octet < 0x7f;
            HOST[octet] = letterOrDigit || octet > ' ' && "-._~:[]".indexOf(octet) >= 0;
            IDENTITY[octet] = (byte) octet;
            LOWER[octet] = (byte) (octet < 128 ? Character.toLowerCase(octet) : octet);
            FOLD[octet] = octet == '_' ? (byte) '-' : LOWER[octet];
        }
    }

    private Ascii() {}

    static byte[] of(String ascii) {
        return ascii.getBytes(StandardCharsets.ISO_8859_1);
    }

    static boolean matches(byte[] bytes, int from, int to, byte[] expected, byte[] reading) {
        return to - from == expected.length && startsWith(bytes, from, expected, reading);
    }

    static boolean startsWith(byte[] bytes, int from, byte[] expected, byte[] reading) {
        for (int i = 0; i < expected.length; i++) {
            if (reading[bytes[from + i] & 0xff] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean equalsIgnoringCase(byte[] bytes, int from, int to, byte[] lower) {
        return matches(bytes, from, to, lower, LOWER);
    }

    static boolean all(byte[] bytes, int from, int to, boolean[] allowed) {
        for (int i = from; i < to; i++) {
            if (!allowed[bytes[i] & 0xff]) {
                return false;
            }
        }
        return true;
    }

    static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
