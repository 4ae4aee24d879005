package dev.webendpoints.gateway.http1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One header section on its way in: an array of bytes, and what was understood of it so far.
 *
 * <p>Feed it ({@link #room}, {@link #added}), then {@link #parse}. It remembers where it stopped, so that a caller who
 * drips bytes costs work that is linear in the bytes. Bytes behind the head may be in the array too; {@link #end} says
 * where they begin. Reusable after {@link #reset}; for one thread.
 */
public abstract class Head {

    /** What {@link #parse} found. */
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
    private Refusal refusal;

    private final Fields fields = new Fields();

    Head(HeadLimits limits) {
        this.limits = limits;
    }

    /** Forgets everything; keeps the arrays. */
    public void reset() {
        size = 0;
        lineStart = 0;
        scanned = 0;
        started = false;
        end = 0;
        refusal = null;
        fields.reset();
    }

    /** The array, with at least {@code length} bytes free from {@link #size} on. */
    public byte[] room(int length) {
        return roomAt(size, length);
    }

    /** The array, with at least {@code length} bytes behind index {@code at}, whatever they hold. */
    final byte[] roomAt(int at, int length) {
        if (at + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(at + length, bytes.length * 2));
        }
        return bytes;
    }

    /** How many bytes were added so far. */
    public int size() {
        return size;
    }

    /** How many more bytes may be added. */
    public int spare() {
        return limits.maxHeadBytes() - size;
    }

    public void added(int length) {
        size += length;
    }

    public byte[] array() {
        return bytes;
    }

    /** The index behind the head's last byte; after {@link Progress#WHOLE}. */
    public int end() {
        return end;
    }

    /** Why; after {@link Progress#REFUSED}. */
    public Refusal refusal() {
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
            refusal = Refusal.TARGET_TOO_LONG;
        } else if (size >= limits.maxHeadBytes()) {
            refusal = Refusal.HEAD_TOO_LARGE;
        }
        return refusal == null ? Progress.MORE : Progress.REFUSED;
    }

    /** A line goes on for as long as there is none: it need not be looked at again. */
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

    /** Parses the first line; answers the index behind it, {@link #NEEDS_MORE} or {@link #IS_REFUSED}. */
    abstract int startLine();

    /** More bytes than this without the end of the first line are too many. */
    int longestStartLine() {
        return limits.maxHeadBytes();
    }

    /** Judges the whole head: null when it is in order. */
    abstract Refusal verdict();

    private int fieldLine(int at) {
        int nameEnd = skip(Octets.TOKEN, at);
        if (nameEnd == size) {
            return NEEDS_MORE;
        }
        if (bytes[nameEnd] != ':' || nameEnd == at) {
            return withoutName(at, nameEnd);
        }
        int valueStart = nameEnd + 1;
        while (valueStart < size && Octets.isBlank(bytes[valueStart])) {
            valueStart++;
        }
        int lineEnd = skip(Octets.VALUE, valueStart);
        int next = afterLineEnd(lineEnd);
        return next < 0 ? next : add(at, nameEnd, valueStart, withoutTrailingBlanks(valueStart, lineEnd), next);
    }

    private int withoutName(int at, int stop) {
        byte octet = bytes[stop];
        if (stop > at) {
            return refuse(Octets.isBlank(octet) ? Refusal.SPACE_BEFORE_COLON : Refusal.NAME_BYTES);
        }
        if (octet == '\r') {
            int next = afterLineEnd(stop);
            end = Math.max(next, 0);
            return next;
        }
        if (Octets.isBlank(octet)) {
            return refuse(Refusal.OBS_FOLD);
        }
        return refuse(octet == ':' ? Refusal.EMPTY_NAME : octet == '\n' ? Refusal.BARE_LF : Refusal.NAME_BYTES);
    }

    final int skip(boolean[] allowed, int from) {
        int at = from;
        while (at < size && allowed[bytes[at] & 0xff]) {
            at++;
        }
        return at;
    }

    /** The index behind the CR LF that must be at {@code at}. */
    final int afterLineEnd(int at) {
        if (at == size) {
            return NEEDS_MORE;
        }
        if (bytes[at] != '\r') {
            return refuse(bytes[at] == '\n' ? Refusal.BARE_LF : Refusal.CONTROL_BYTE);
        }
        if (at + 1 == size) {
            return NEEDS_MORE;
        }
        return bytes[at + 1] == '\n' ? at + 2 : refuse(Refusal.BARE_CR);
    }

    final int refuse(Refusal condition) {
        refusal = condition;
        return IS_REFUSED;
    }

    private int withoutTrailingBlanks(int from, int to) {
        int at = to;
        while (at > from && Octets.isBlank(bytes[at - 1])) {
            at--;
        }
        return at;
    }

    private int add(int lineStart, int nameEnd, int valueStart, int valueEnd, int next) {
        if (fields.count() == limits.maxFields()) {
            return refuse(Refusal.TOO_MANY_FIELDS);
        }
        fields.add(Name.of(bytes, lineStart, nameEnd), lineStart, nameEnd, valueStart, valueEnd);
        return next;
    }

    final Fields fields() {
        return fields;
    }

    /** Where a field's line begins; for the field behind the last one, the empty line. */
    final int lineStart(int field) {
        return field == fields.count() ? end - 2 : fields.lineStart(field);
    }

    public final boolean has(Name name) {
        return fields.has(name);
    }

    /** Where in {@link #array} the first value of this name begins. Only after {@link #has}. */
    public final int valueStart(Name name) {
        return fields.valueStart(fields.first(name));
    }

    /** Where in {@link #array} the first value of this name ends. Only after {@link #has}. */
    public final int valueEnd(Name name) {
        return fields.valueEnd(fields.first(name));
    }

    /** The first value of this name, or null. */
    public final String value(Name name) {
        return has(name) ? value(fields.first(name)) : null;
    }

    /** The first value of any name, in lower case, or null. Compares every field: for what is not asked of each head. */
    public final String value(String name) {
        byte[] lower = Octets.of(name);
        for (int field = 0; field < fields.count(); field++) {
            if (Octets.equalsIgnoringCase(bytes, fields.lineStart(field), fields.nameEnd(field), lower)) {
                return value(field);
            }
        }
        return null;
    }

    final String value(int field) {
        int from = fields.valueStart(field);
        return new String(bytes, from, fields.valueEnd(field) - from, StandardCharsets.ISO_8859_1);
    }

    final boolean valueIs(Name name, byte[] lower) {
        return has(name) && Octets.equalsIgnoringCase(bytes, valueStart(name), valueEnd(name), lower);
    }
}
