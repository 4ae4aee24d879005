package dev.webendpoints.call.store;

import java.util.List;

/** Some values of a generator. @param ended whether there will be no more than these */
public record GeneratorChunks(List<Value> values, boolean ended) {

    /** A value that was yielded. @param index from 1 @param format by its number in the client's protocol */
    public record Value(long index, int format, byte[] data) {}
}
