package dev.webendpoints.state.dict;

import java.util.List;

/**
 * Some entries of a dict.
 *
 * @param position of the last entry, after which the next page begins
 * @param isLast whether there are no further entries
 */
public record DictPage(List<DictEntry> entries, byte[] position, boolean isLast) {

    /** The position before the first entry. */
    public static final byte[] START = {};
}
