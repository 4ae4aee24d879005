package dev.webendpoints.gateway.http1;

import java.util.Arrays;

/** The positions of a head's fields in its array, and the set of names among them. */
final class Fields {

    private static final int FIRST_CAPACITY = 32;
    private static final int SPAN = 4;

    private int count;
    private int[] spans = new int[FIRST_CAPACITY * SPAN];
    private Name[] names = new Name[FIRST_CAPACITY];
    private long seen;
    private long twice;
    private final int[] first = new int[Name.values().length];

    void reset() {
        count = 0;
        seen = 0;
        twice = 0;
    }

    void add(Name name, int lineStart, int nameEnd, int valueStart, int valueEnd) {
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

    Name name(int field) {
        return names[field];
    }

    void rename(int field, Name name) {
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

    boolean has(Name name) {
        return (seen & name.bit()) != 0;
    }

    boolean hasTwo(Name name) {
        return (twice & name.bit()) != 0;
    }

    /** Returns the first field of this name. Valid only if {@link #has}. */
    int first(Name name) {
        return first[name.ordinal()];
    }
}
