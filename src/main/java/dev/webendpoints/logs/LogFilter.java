package dev.webendpoints.logs;

import java.time.Instant;
import java.util.function.Predicate;

/**
 * Selects lines of an app.
 *
 * @param images whether to include the builds of its images
 * @param functionId empty for all functions
 * @param workerId empty for all workers
 * @param stream null for all streams
 * @param search substring of the text; empty for any text
 * @param from lowest id, inclusive
 * @param before highest id, exclusive
 */
public record LogFilter(
        boolean images, String functionId, String workerId, LogStream stream, String search, long from, long before)
        implements Predicate<LogLine> {

    public static final LogFilter ALL = new LogFilter(true, "", "", null, "", 0, Long.MAX_VALUE);

    /** @param until exclusive */
    public LogFilter between(Instant since, Instant until) {
        return new LogFilter(images, functionId, workerId, stream, search, LogIds.of(since), LogIds.of(until));
    }

    /** Returns a copy restricted to the ids above {@code after}, up to and including {@code upTo}. */
    LogFilter within(long after, long upTo) {
        return new LogFilter(
                images,
                functionId,
                workerId,
                stream,
                search,
                Math.max(from, after + 1),
                upTo == Long.MAX_VALUE ? before : Math.min(before, upTo + 1));
    }

    @Override
    public boolean test(LogLine line) {
        return line.id() >= from
                && line.id() < before
                && (images || !line.source().isImage())
                && (functionId.isEmpty() || functionId.equals(line.source().functionId()))
                && (workerId.isEmpty() || workerId.equals(line.source().workerId()))
                && (stream == null || stream == line.stream())
                && (search.isEmpty() || line.text().contains(search));
    }
}
