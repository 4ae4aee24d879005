package dev.webendpoints.call.store;

import java.time.Instant;

/**
 * The output of one input.
 *
 * @param result the client's GenericResult without its data
 * @param data null if it is larger than asked for
 * @param dataSize size of the data in bytes
 * @param workerId empty if no worker ran it
 * @param startedAt null if no worker ran it
 * @param seq place among the outputs of the call, from 1
 */
public record CallOutput(
        String inputId,
        int idx,
        int dataFormat,
        byte[] result,
        byte[] data,
        int dataSize,
        String workerId,
        Instant startedAt,
        Instant finishedAt,
        int seq) {}
