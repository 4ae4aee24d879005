package dev.webendpoints.logs;

import java.time.Instant;
import java.util.function.Predicate;

/**
 * Which lines of an app are wanted.
 *
 * @param images whether the builds of its images belong to them
 * @param functionId empty for every function's
 * @param workerId empty for every worker's
 * @param stream null for all
 * @param search what the text must contain; empty for every text
 * @param from the first id that is wanted
 * @param before the first id that is not wanted any more
 */
public record LogFilter(
        boolean images, String functionId, String workerId, LogStream stream, String search, long from, long before)
        implements Predicate<LogLine> {

    public static final LogFilter ALL = new LogFilter(true, "", "", null, "", 0, Long.MAX_VALUE);

    /** @param until exclusive */
    public LogFilter between(Instant since, Instant until) {
        return new LogFilter(images, functionId, workerId, stream, search, LogIds.of(since), LogIds.of(until));
    }

    /** The same for ids above one, up to another. */
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
