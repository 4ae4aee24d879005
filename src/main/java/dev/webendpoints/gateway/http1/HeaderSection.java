package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A header section being received: an array of bytes, and the result of parsing it so far.
 *
 * <p>Feed it ({@link #room}, {@link #added}), then {@link #parse}. Parsing resumes where it stopped, so that a client
 * that sends its bytes one by one causes work that is linear in the bytes. The array may also contain bytes after the
 * head; {@link #end} is where they begin. Reusable after {@link #reset}. Not thread-safe.
 */
public abstract class HeaderSection {

    /** The result of {@link #parse}. */
    public enum Progress {
        MORE,
        WHOLE,
        REFUSED
    }

    static final int NEEDS_MORE = -1;
    static final int IS_REFUSED = -2;

    private static final int FIRST_CAPACITY = 2048;

    final HeadLimits limits;
    byte[] bytes = new byte[FIRST_CAPACITY];

    private int size;
    private int lineStart;
    private int scanned;
    private boolean started;
    private int end;
    private ParseError refusal;

    private final HeaderFields fields = new HeaderFields();

    HeaderSection(HeadLimits limits) {
        this.limits = limits;
    }

    /** Clears the content; keeps the arrays. */
    public void reset() {
        size = 0;
        lineStart = 0;
        scanned = 0;
        started = false;
        end = 0;
        refusal = null;
        fields.reset();
    }

    /** Returns the array, with at least {@code length} bytes free from {@link #size} on. */
    public byte[] room(int length) {
        return roomAt(size, length);
    }

    /** Returns the array, with at least {@code length} bytes from index {@code at} on, of any content. */
    final byte[] roomAt(int at, int length) {
        if (at + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(at + length, bytes.length * 2));
        }
        return bytes;
    }

    /** Returns how many bytes were added so far. */
    public int size() {
        return size;
    }

    /** Returns how many more bytes may be added. */
    public int spare() {
        return limits.maxHeadBytes() - size;
    }

    public void added(int length) {
        size += length;
    }

    public byte[] array() {
        return bytes;
    }

    /** Returns the index after the head's last byte. Defined after {@link Progress#WHOLE}. */
    public int end() {
        return end;
    }

    /** Returns why the head was rejected. Defined after {@link Progress#REFUSED}. */
    public ParseError refusal() {
        return refusal;
    }

    public final Progress parse() {
        if (refusal != null) {
            return Progress.REFUSED;
        }
        if (scanned > lineStart && !hasControlByte(scanned)) {
            return more();
        }
        while (end == 0) {
            int next = started ? fieldLine(lineStart) : startLine();
            if (next == IS_REFUSED) {
                return Progress.REFUSED;
            }
            if (next == NEEDS_MORE) {
                return more();
            }
            started = true;
            lineStart = next;
        }
        refusal = verdict();
        return refusal == null ? Progress.WHOLE : Progress.REFUSED;
    }

    private Progress more() {
        scanned = size;
        if (!started && size > longestStartLine()) {
            refusal = ParseError.TARGET_TOO_LONG;
        } else if (size >= limits.maxHeadBytes()) {
            refusal = ParseError.HEAD_TOO_LARGE;
        }
        return refusal == null ? Progress.MORE : Progress.REFUSED;
    }

    /** A line without a control byte has not ended, so its bytes need not be scanned again. */
    private boolean hasControlByte(int from) {
        for (int i = from; i < size; i++) {
            if (bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\t') {
                return true;
            }
        }
        return false;
    }

    final boolean hasLineFeed(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    /** Parses the first line; returns the index after it, {@link #NEEDS_MORE} or {@link #IS_REFUSED}. */
    abstract int startLine();

    /** Returns the number of bytes within which the first line must end. */
    int longestStartLine() {
        return limits.maxHeadBytes();
    }

    /** Validates the whole head; returns null if it is valid. */
    abstract ParseError verdict();

    private int fieldLine(int at) {
        int nameEnd = skip(Ascii.TOKEN, at);
        if (nameEnd == size) {
            return NEEDS_MORE;
        }
        if (bytes[nameEnd] != ':' || nameEnd == at) {
            return withoutName(at, nameEnd);
        }
        int valueStart = nameEnd + 1;
        while (valueStart < size && Ascii.isBlank(bytes[valueStart])) {
            valueStart++;
        }
        int lineEnd = skip(Ascii.VALUE, valueStart);
        int next = afterLineEnd(lineEnd);
        return next < 0 ? next : add(at, nameEnd, valueStart, withoutTrailingBlanks(valueStart, lineEnd), next);
    }

    private int withoutName(int at, int stop) {
        byte octet = bytes[stop];
        if (stop > at) {
            return refuse(Ascii.isBlank(octet) ? ParseError.SPACE_BEFORE_COLON : ParseError.NAME_BYTES);
        }
        if (octet == '\r') {
            int next = afterLineEnd(stop);
            end = Math.max(next, 0);
            return next;
        }
        if (Ascii.isBlank(octet)) {
            return refuse(ParseError.OBS_FOLD);
        }
        return refuse(
                octet == ':' ? ParseError.EMPTY_NAME : octet == '\n' ? ParseError.BARE_LF : ParseError.NAME_BYTES);
    }

    final int skip(boolean[] allowed, int from) {
        int at = from;
        while (at < size && allowed[bytes[at] & 0xff]) {
            at++;
        }
        return at;
    }

    /** Returns the index after the CR LF that must be at {@code at}. */
    final int afterLineEnd(int at) {
        if (at == size) {
            return NEEDS_MORE;
        }
        if (bytes[at] != '\r') {
            return refuse(bytes[at] == '\n' ? ParseError.BARE_LF : ParseError.CONTROL_BYTE);
        }
        if (at + 1 == size) {
            return NEEDS_MORE;
        }
        return bytes[at + 1] == '\n' ? at + 2 : refuse(ParseError.BARE_CR);
    }

    final int refuse(ParseError condition) {
        refusal = condition;
        return IS_REFUSED;
    }

    private int withoutTrailingBlanks(int from, int to) {
        int at = to;
        while (at > from && Ascii.isBlank(bytes[at - 1])) {
            at--;
        }
        return at;
    }

    private int add(int lineStart, int nameEnd, int valueStart, int valueEnd, int next) {
        if (fields.count() == limits.maxFields()) {
            return refuse(ParseError.TOO_MANY_FIELDS);
        }
        fields.add(HeaderName.of(bytes, lineStart, nameEnd), lineStart, nameEnd, valueStart, valueEnd);
        return next;
    }

    final HeaderFields fields() {
        return fields;
    }

    /** Returns where a field's line begins; for the index after the last field, where the empty line begins. */
    final int lineStart(int field) {
        return field == fields.count() ? end - 2 : fields.lineStart(field);
    }

    public final boolean has(HeaderName name) {
        return fields.has(name);
    }

    /** Returns where in {@link #array} the first value of this name begins. Valid only if {@link #has}. */
    public final int valueStart(HeaderName name) {
        return fields.valueStart(fields.first(name));
    }

    /** Returns where in {@link #array} the first value of this name ends. Valid only if {@link #has}. */
    public final int valueEnd(HeaderName name) {
        return fields.valueEnd(fields.first(name));
    }

    /** Returns the first value of this name, or null. */
    public final String value(HeaderName name) {
        return has(name) ? value(fields.first(name)) : null;
    }

    /** Returns the first value of any name, in lower case, or null. Compares every field: for infrequent lookups. */
    public final String value(String name) {
        byte[] lower = Ascii.of(name);
        for (int field = 0; field < fields.count(); field++) {
            if (Ascii.equalsIgnoringCase(bytes, fields.lineStart(field), fields.nameEnd(field), lower)) {
                return value(field);
            }
        }
        return null;
    }

    final String value(int field) {
        int from = fields.valueStart(field);
        return new String(bytes, from, fields.valueEnd(field) - from, StandardCharsets.ISO_8859_1);
    }

    final boolean valueIs(HeaderName name, byte[] lower) {
        return has(name) && Ascii.equalsIgnoringCase(bytes, valueStart(name), valueEnd(name), lower);
    }
}
