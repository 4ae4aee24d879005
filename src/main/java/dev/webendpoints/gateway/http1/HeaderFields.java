package dev.webendpoints.gateway.http1;

import java.util.Arrays;

/** The positions of a head's fields in its array, and the set of names among them. */
final class HeaderFields {

    private static final int FIRST_CAPACITY = 32;
    private static final int SPAN = 4;

    private int count;
    private int[] spans = new int[FIRST_CAPACITY * SPAN];
    private HeaderName[] names = new HeaderName[FIRST_CAPACITY];
    private long seen;
    private long twice;
    private final int[] first = new int[HeaderName.values().length];

    void reset() {
        count = 0;
        seen = 0;
        twice = 0;
    }

    void add(HeaderName name, int lineStart, int nameEnd, int valueStart, int valueEnd) {
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            spans = Arrays.copyOf(spans, count * 2 * SPAN);
        }
        int span = count * SPAN;
        spans[span] = lineStart;
        spans[span + 1] = nameEnd;
        spans[span + 2] = valueStart;
        spans[span + 3] = valueEnd;
        names[count] = name;
        if ((seen & name.bit()) == 0) {
            first[name.ordinal()] = count;
        } else {
            twice |= name.bit();
        }
        seen |= name.bit();
        count++;
    }

    int count() {
        return count;
    }

    HeaderName name(int field) {
        return names[field];
    }

    void rename(int field, HeaderName name) {
        names[field] = name;
    }

    int lineStart(int field) {
        return spans[field * SPAN];
    }

    int nameEnd(int field) {
        return spans[field * SPAN + 1];
    }

    int valueStart(int field) {
        return spans[field * SPAN + 2];
    }

    int valueEnd(int field) {
        return spans[field * SPAN + 3];
    }

    boolean has(HeaderName name) {
        return (seen & name.bit()) != 0;
    }

    boolean hasTwo(HeaderName name) {
        return (twice & name.bit()) != 0;
    }

    /** Returns the first field of this name. Valid only if {@link #has}. */
    int first(HeaderName name) {
        return first[name.ordinal()];
    }
}
