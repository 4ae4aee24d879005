package dev.webendpoints.gateway.http1;

import java.util.Arrays;

/** The header names that the relay treats specially; all others are {@link #OTHER} and pass unchanged. */
public enum Name {
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
    private static final Name[][] BY_LENGTH = new Name[LONGEST + 1][];

    private final byte[] spelling;

    static {
        for (int length = 0; length <= LONGEST; length++) {
            int wanted = length;
            BY_LENGTH[length] = Arrays.stream(values())
                    .filter(name -> name.spelling.length == wanted && wanted > 0)
                    .toArray(Name[]::new);
        }
    }

    Name(String spelling) {
        this.spelling = Octets.of(spelling);
    }

    /** Returns this name's bit in a set of names stored in a {@code long}. */
    long bit() {
        return 1L << ordinal();
    }

    static long setOf(Name... names) {
        long set = 0;
        for (Name name : names) {
            set |= name.bit();
        }
        return set;
    }

    static Name of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length <= LONGEST) {
            for (Name name : BY_LENGTH[length]) {
                if (Octets.startsWith(bytes, from, name.spelling, Octets.FOLD)) {
                    return unlessLookalike(name, bytes, from, to);
                }
            }
        }
        Name prefix = ofPrefix(bytes, from, length);
        return prefix == OTHER ? OTHER : unlessLookalike(prefix, bytes, from, to);
    }

    private static Name ofPrefix(byte[] bytes, int from, int length) {
        if (length > 6 && Octets.startsWith(bytes, from, MODAL_RESERVED.spelling, Octets.FOLD)) {
            return MODAL_RESERVED;
        }
        if (length > 12 && Octets.startsWith(bytes, from, X_FORWARDED.spelling, Octets.FOLD)) {
            return X_FORWARDED;
        }
        if (length > 11 && Octets.startsWith(bytes, from, X_ORIGINAL.spelling, Octets.FOLD)) {
            return X_ORIGINAL;
        }
        return OTHER;
    }

    private static Name unlessLookalike(Name name, byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '_') {
                return LOOKALIKE;
            }
        }
        return name;
    }
}
