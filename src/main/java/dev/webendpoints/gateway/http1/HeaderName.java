package dev.webendpoints.gateway.http1;

import java.util.Arrays;

/** The header names that the relay treats specially; all others are {@link #OTHER} and pass unchanged. */
public enum HeaderName {
    OTHER(""),
    HOST("host"),
    CONTENT_LENGTH("content-length"),
    TRANSFER_ENCODING("transfer-encoding"),
    CONNECTION("connection"),
    UPGRADE("upgrade"),
    EXPECT("expect"),
    ACCEPT("accept"),
    ORIGIN("origin"),
    AUTHORIZATION("authorization"),
    MODAL_KEY("modal-key"),
    MODAL_SECRET("modal-secret"),
    /** Any other name that starts with {@code modal-}: reserved for the gateway's own use. */
    MODAL_RESERVED("modal-"),
    /** Any name that starts with {@code x-forwarded-}: set by the gateway, not by the client. */
    X_FORWARDED("x-forwarded-"),
    FORWARDED("forwarded"),
    X_REAL_IP("x-real-ip"),
    X_CLIENT_IP("x-client-ip"),
    X_CLUSTER_CLIENT_IP("x-cluster-client-ip"),
    CLIENT_IP("client-ip"),
    TRUE_CLIENT_IP("true-client-ip"),
    CF_CONNECTING_IP("cf-connecting-ip"),
    FASTLY_CLIENT_IP("fastly-client-ip"),
    /** Any name that starts with {@code x-original-}: a proxy's information about the URL or host that it rewrote. */
    X_ORIGINAL("x-original-"),
    X_REWRITE_URL("x-rewrite-url"),
    /** Becomes the variable {@code HTTP_PROXY} of a CGI program, which HTTP clients obey (CVE-2016-5385). */
    PROXY("proxy"),
    KEEP_ALIVE("keep-alive"),
    PROXY_CONNECTION("proxy-connection"),
    PROXY_AUTHENTICATE("proxy-authenticate"),
    PROXY_AUTHORIZATION("proxy-authorization"),
    TE("te"),
    HTTP2_SETTINGS("http2-settings"),
    /** Equals one of the names above if {@code _} is read as {@code -}: dropped from requests and never interpreted. */
    LOOKALIKE(""),
    /** Named in {@code Connection}, so intended for this hop only. */
    NOMINATED("");

    private static final int LONGEST = 19;
    private static final HeaderName[][] BY_LENGTH = new HeaderName[LONGEST + 1][];

    private final byte[] spelling;

    static {
        for (int length = 0; length <= LONGEST; length++) {
            int wanted = length;
            BY_LENGTH[length] = Arrays.stream(values())
                    .filter(name -> name.spelling.length == wanted && wanted > 0)
                    .toArray(HeaderName[]::new);
        }
    }

    HeaderName(String spelling) {
        this.spelling = Ascii.of(spelling);
    }

    /** Returns this name's bit in a set of names stored in a {@code long}. */
    long bit() {
        return 1L << ordinal();
    }

    static long setOf(HeaderName... names) {
        long set = 0;
        for (HeaderName name : names) {
            set |= name.bit();
        }
        return set;
    }

    static HeaderName of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length <= LONGEST) {
            for (HeaderName name : BY_LENGTH[length]) {
                if (Ascii.startsWith(bytes, from, name.spelling, Ascii.FOLD)) {
                    return unlessLookalike(name, bytes, from, to);
                }
            }
        }
        HeaderName prefix = ofPrefix(bytes, from, length);
        return prefix == OTHER ? OTHER : unlessLookalike(prefix, bytes, from, to);
    }

    private static HeaderName ofPrefix(byte[] bytes, int from, int length) {
        if (length > 6 && Ascii.startsWith(bytes, from, MODAL_RESERVED.spelling, Ascii.FOLD)) {
            return MODAL_RESERVED;
        }
        if (length > 12 && Ascii.startsWith(bytes, from, X_FORWARDED.spelling, Ascii.FOLD)) {
            return X_FORWARDED;
        }
        if (length > 11 && Ascii.startsWith(bytes, from, X_ORIGINAL.spelling, Ascii.FOLD)) {
            return X_ORIGINAL;
        }
        return OTHER;
    }

    private static HeaderName unlessLookalike(HeaderName name, byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '_') {
                return LOOKALIKE;
            }
        }
        return name;
    }
}
