package dev.webendpoints.call;

/** A value that a generator has yielded. @param index from 1 @param format by its number in the client's protocol */
public record GeneratorChunk(long index, int format, byte[] data) {}
