package dev.webendpoints.state.dict;

import dev.webendpoints.failure.TooLarge;

/** Thrown for a key or a value beyond its limit. */
final class DictEntryTooLarge extends TooLarge {

    private static final int MIB = 1 << 20;
    private static final int KIB = 1 << 10;

    /** The Modal client recognizes the status and raises its {@code RequestSizeError}. */
    private static final String STATUS = " (status = '413')";

    private DictEntryTooLarge(String sentence) {
        super(sentence + STATUS);
    }

    static DictEntryTooLarge ofKey(int limit) {
        return new DictEntryTooLarge("A key of a Dict has at most " + limit / KIB + " KiB when it is serialized.");
    }

    static DictEntryTooLarge ofValue(int limit) {
        return new DictEntryTooLarge("A value of a Dict has at most " + limit / MIB + " MiB when it is serialized.");
    }
}
