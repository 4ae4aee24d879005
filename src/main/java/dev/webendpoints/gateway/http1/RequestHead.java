package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The head of a request, validated as strictly as a gateway in front of lenient servers must. */
public final class RequestHead extends MessageHead {

    private static final byte[] GET = Ascii.of("GET");
    private static final byte[] HEAD = Ascii.of("HEAD");
    private static final byte[] PUT = Ascii.of("PUT");
    private static final byte[] DELETE = Ascii.of("DELETE");
    private static final byte[] OPTIONS = Ascii.of("OPTIONS");
    private static final byte[] TRACE = Ascii.of("TRACE");
    private static final byte[] CONNECT = Ascii.of("CONNECT");
    private static final byte[] HTTP = Ascii.of("http://");
    private static final byte[] HTTPS = Ascii.of("https://");
    private static final byte[] ANY_VERSION = Ascii.of("HTTP/");
    private static final byte[] RESULT = Ascii.of(PublicUrl.RESULT_PARAMETER + "=");
    private static final byte[] HTTP2_PREFACE = Ascii.of("PRI * HTTP/2.0");
    private static final byte[] CONTINUE = Ascii.of("100-continue");

    /** No registered method is longer than half of this (IANA HTTP Method Registry). */
    private static final int LONGEST_METHOD = 32;

    private int methodEnd;
    private int targetStart;
    private int targetEnd;
    private int pathStart;

    public RequestHead(HeadLimits limits) {
        super(limits);
    }

    @Override
    int startLine() {
        methodEnd = skip(Ascii.TOKEN, 0);
        if (methodEnd == size()) {
            return methodEnd > LONGEST_METHOD ? refuse(ParseError.REQUEST_LINE) : NEEDS_MORE;
        }
        if (methodEnd == 0 || methodEnd > LONGEST_METHOD || bytes[methodEnd] != ' ') {
            return refuse(ParseError.REQUEST_LINE);
        }
        targetStart = methodEnd + 1;
        targetEnd = skip(Ascii.TARGET, targetStart);
        if (targetEnd - targetStart > limits.maxTargetBytes()) {
            return refuse(ParseError.TARGET_TOO_LONG);
        }
        if (targetEnd == size()) {
            return NEEDS_MORE;
        }
        if (bytes[targetEnd] != ' ' || targetEnd == targetStart) {
            return refuse(ParseError.TARGET_BYTES);
        }
        return afterVersion(targetEnd + 1);
    }

    @Override
    int longestStartLine() {
        return LONGEST_METHOD + limits.maxTargetBytes() + VERSION_LENGTH + 4;
    }

    private int afterVersion(int at) {
        if (size() < at + VERSION_LENGTH + 1) {
            return hasLineFeed(at, size()) ? refuse(ParseError.REQUEST_LINE) : NEEDS_MORE;
        }
        if (version(at)) {
            return afterLineEnd(at + VERSION_LENGTH);
        }
        boolean other =
                Ascii.startsWith(bytes, at, ANY_VERSION, Ascii.IDENTITY) && !hasLineFeed(at, at + VERSION_LENGTH);
        return refuse(other ? ParseError.VERSION : ParseError.REQUEST_LINE);
    }

    @Override
    ParseError verdict() {
        ParseError found = frame();
        if (found == null) {
            found = connectionOptions();
        }
        if (found == null) {
            found = judgeHost();
        }
        if (found == null) {
            found = judgeTarget();
        }
        if (found == null && framing == BodyFraming.COUNTED && contentLength > limits.maxBodyBytes()) {
            found = ParseError.BODY_TOO_LARGE;
        }
        return found;
    }

    private ParseError judgeHost() {
        if (!has(HeaderName.HOST)) {
            return ParseError.HOST_MISSING;
        }
        if (fields().hasTwo(HeaderName.HOST)) {
            return ParseError.HOST_DUPLICATE;
        }
        int from = valueStart(HeaderName.HOST);
        int to = valueEnd(HeaderName.HOST);
        if (from == to) {
            return ParseError.HOST_EMPTY;
        }
        boolean inOrder = Ascii.all(bytes, from, to, Ascii.HOST) && portInOrder(from, to);
        return inOrder ? null : ParseError.HOST_BYTES;
    }

    private boolean portInOrder(int from, int to) {
        boolean bracketed = bytes[from] == '[';
        int colon = from;
        while (colon < to && (bracketed ? bytes[colon] != ']' : bytes[colon] != ':')) {
            colon++;
        }
        if (bracketed) {
            colon++;
        }
        if (colon == from || bracketed && colon > to) {
            return false;
        }
        if (colon < to && bytes[colon] != ':') {
            return false;
        }
        for (int i = colon + 1; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private ParseError judgeTarget() {
        pathStart = targetStart;
        if (is(CONNECT)) {
            return ParseError.CONNECT;
        }
        if (bytes[targetStart] == '/') {
            return null;
        }
        if (bytes[targetStart] == '*' && targetEnd == targetStart + 1) {
            return is(OPTIONS) ? null : ParseError.ASTERISK;
        }
        return absoluteTarget();
    }

    private ParseError absoluteTarget() {
        int length = targetEnd - targetStart;
        int authority;
        if (length > HTTP.length && Ascii.startsWith(bytes, targetStart, HTTP, Ascii.LOWER)) {
            authority = targetStart + HTTP.length;
        } else if (length > HTTPS.length && Ascii.startsWith(bytes, targetStart, HTTPS, Ascii.LOWER)) {
            authority = targetStart + HTTPS.length;
        } else {
            return ParseError.TARGET_FORM;
        }
        int stop = authority;
        while (stop < targetEnd && bytes[stop] != '/' && bytes[stop] != '?' && bytes[stop] != '#') {
            stop++;
        }
        pathStart = stop;
        byte[] host = value(HeaderName.HOST).toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
        return Ascii.equalsIgnoringCase(bytes, authority, stop, host) ? null : ParseError.HOST_MISDIRECTED;
    }

    private boolean is(byte[] method) {
        return Ascii.matches(bytes, 0, methodEnd, method, Ascii.IDENTITY);
    }

    public String method() {
        return new String(bytes, 0, methodEnd, StandardCharsets.ISO_8859_1);
    }

    /** Returns the target as received, in any form. */
    public String target() {
        return new String(bytes, targetStart, targetEnd - targetStart, StandardCharsets.ISO_8859_1);
    }

    /** Returns the part of the target after the question mark, as received; empty if there is none. */
    public String query() {
        int at = pathStart;
        while (at < targetEnd && bytes[at] != '?') {
            at++;
        }
        return at == targetEnd ? "" : new String(bytes, at + 1, targetEnd - at - 1, StandardCharsets.ISO_8859_1);
    }

    /** Returns the host, or {@code otherHost}, then path and query. Must be called before the head is rewritten. */
    byte[] hostAndPath(byte[] otherHost) {
        int hostFrom = otherHost == null ? valueStart(HeaderName.HOST) : 0;
        int hostLength = otherHost == null ? valueEnd(HeaderName.HOST) - hostFrom : otherHost.length;
        byte[] rest = new byte[hostLength + targetEnd - pathStart];
        System.arraycopy(otherHost == null ? bytes : otherHost, hostFrom, rest, 0, hostLength);
        System.arraycopy(bytes, pathStart, rest, hostLength, targetEnd - pathStart);
        return rest;
    }

    /** Returns the call whose result the query requests, or null. Called for every request, so it makes no copy. */
    public String resultAskedFor() {
        int at = pathStart;
        while (at < targetEnd && bytes[at] != '?') {
            at++;
        }
        while (at + RESULT.length < targetEnd) {
            if (Ascii.startsWith(bytes, at + 1, RESULT, Ascii.IDENTITY)) {
                int from = at + 1 + RESULT.length;
                return new String(bytes, from, parameterEnd(from) - from, StandardCharsets.ISO_8859_1);
            }
            at = parameterEnd(at + 1);
        }
        return null;
    }

    private int parameterEnd(int from) {
        int at = from;
        while (at < targetEnd && bytes[at] != '&') {
            at++;
        }
        return at;
    }

    /** Returns whether the method is one by which a result may be fetched, because it is safe. */
    public boolean isGetOrHead() {
        return is(GET) || is(HEAD);
    }

    public boolean isHead() {
        return is(HEAD);
    }

    /** Returns whether repeating the request has the same effect as sending it once (RFC 9110 §9.2.2). */
    public boolean idempotent() {
        return is(GET) || is(HEAD) || is(PUT) || is(DELETE) || is(OPTIONS) || is(TRACE);
    }

    /** Returns whether the client waits for a 100 before it sends the body (RFC 9110 §10.1.1). */
    public boolean expectsContinue() {
        return valueIs(HeaderName.EXPECT, CONTINUE);
    }

    /** Returns whether the gateway's own response should be JSON. */
    public boolean prefersJson() {
        return has(HeaderName.ACCEPT)
                && AcceptHeader.prefersJson(bytes, valueStart(HeaderName.ACCEPT), valueEnd(HeaderName.ACCEPT));
    }

    /**
     * Returns whether this rejected head is the beginning of HTTP/2's connection preface (RFC 9113 §3.4), which by
     * design looks like an HTTP/1 request.
     */
    public boolean beginsHttp2() {
        return refusal() == ParseError.VERSION && Ascii.startsWith(bytes, 0, HTTP2_PREFACE, Ascii.IDENTITY);
    }

    int methodEnd() {
        return methodEnd;
    }

    int pathStart() {
        return pathStart;
    }

    int targetEnd() {
        return targetEnd;
    }
}
