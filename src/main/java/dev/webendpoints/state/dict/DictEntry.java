package dev.webendpoints.state.dict;

/**
 * An entry as a reader asked for it.
 *
 * @param key null if it was not asked for
 * @param value null if it was not asked for
 */
public record DictEntry(byte[] key, byte[] value) {}
