package dev.webendpoints.call;

import java.util.List;

/** Some values of a generator. @param ended whether there will be no more than these */
public record GeneratorChunks(List<GeneratorChunk> chunks, boolean ended) {}
