package dev.webendpoints.call.store;

import java.time.Instant;
import java.util.Map;

/**
 * What has become of a call, without its values.
 *
 * @param tag name of the function in its app
 * @param inputs number of inputs so far
 * @param waiting number of inputs that have not been started
 * @param ended number of ended inputs by how they ended; without those of which there is none
 * @param startedAt null if no input has been started
 * @param finishedAt when the last input ended; null while one has not
 */
public record CallReport(
        String id,
        String appId,
        String functionId,
        String tag,
        int inputs,
        int waiting,
        int running,
        Map<CallStatus, Integer> ended,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt) {}
