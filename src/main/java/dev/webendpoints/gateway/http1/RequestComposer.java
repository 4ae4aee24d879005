package dev.webendpoints.gateway.http1;

import java.util.Map;

/**
 * Writes a request that did not arrive as HTTP/1.1 into a {@link RequestHead}, so that one parser validates and one
 * policy rewrites all requests. Rejects everything that is not allowed in an HTTP/1.1 head, before it could become two
 * lines.
 */
public final class RequestComposer {

    private static final byte[] VERSION = Ascii.of(" HTTP/1.1\r\n");
    private static final byte[] SEPARATOR = Ascii.of(": ");
    private static final byte[] END_OF_LINE = Ascii.of("\r\n");

    private final HeaderSection head;

    /** @param head must be empty */
    public RequestComposer(RequestHead head) {
        this((HeaderSection) head);
    }

    private RequestComposer(HeaderSection head) {
        this.head = head;
    }

    /** @param path with the query; or {@code *} */
    public RequestComposer start(CharSequence method, CharSequence path) {
        boolean inOrder = path.length() > 0 && (path.charAt(0) == '/' || path.length() == 1 && path.charAt(0) == '*');
        if (!inOrder) {
            head.refuse(ParseError.TARGET_FORM);
        } else if (path.length() > head.limits.maxTargetBytes()) {
            head.refuse(ParseError.TARGET_TOO_LONG);
        }
        put(method, Ascii.TOKEN, ParseError.REQUEST_LINE);
        put(" ", Ascii.VALUE, ParseError.REQUEST_LINE);
        put(path, Ascii.TARGET, ParseError.TARGET_BYTES);
        put(VERSION);
        return this;
    }

    public RequestComposer field(CharSequence name, CharSequence value) {
        if (name.length() == 0) {
            head.refuse(ParseError.EMPTY_NAME);
        }
        put(name, Ascii.TOKEN, ParseError.NAME_BYTES);
        put(SEPARATOR);
        put(value, Ascii.VALUE, ParseError.CONTROL_BYTE);
        put(END_OF_LINE);
        return this;
    }

    /** Ends the head and parses it; returns WHOLE or REFUSED. */
    public HeaderSection.Progress finish() {
        put(END_OF_LINE);
        return head.parse();
    }

    /**
     * Returns the last chunk, the trailer fields that may pass and the end of a chunked body.
     *
     * @return null if a field is not allowed in a trailer section
     */
    public static byte[] lastChunk(Iterable<? extends Map.Entry<CharSequence, CharSequence>> fields) {
        TrailerSection section = new TrailerSection();
        RequestComposer composer = new RequestComposer(section);
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            composer.field(field.getKey(), field.getValue());
        }
        if (composer.finish() != HeaderSection.Progress.WHOLE) {
            return null;
        }
        byte[] kept = section.filtered();
        byte[] last = new byte[kept.length + 3];
        last[0] = '0';
        last[1] = '\r';
        last[2] = '\n';
        System.arraycopy(kept, 0, last, 3, kept.length);
        return last;
    }

    private void put(CharSequence text, boolean[] allowed, ParseError otherwise) {
        int length = text.length();
        if (!fits(length)) {
            return;
        }
        byte[] room = head.room(length);
        int at = head.size();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c > 0xff || !allowed[c]) {
                head.refuse(otherwise);
                return;
            }
            room[at + i] = (byte) c;
        }
        head.added(length);
    }

    private void put(byte[] text) {
        if (fits(text.length)) {
            System.arraycopy(text, 0, head.room(text.length), head.size(), text.length);
            head.added(text.length);
        }
    }

    private boolean fits(int length) {
        if (head.refusal() == null && length >= head.spare()) {
            head.refuse(ParseError.HEAD_TOO_LARGE);
        }
        return head.refusal() == null;
    }
}
