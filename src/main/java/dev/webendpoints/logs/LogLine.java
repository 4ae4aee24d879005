package dev.webendpoints.logs;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One line.
 *
 * @param id its place among all lines of this server, in microseconds since 1970: {@link LogIds}
 * @param text without its line end, at most {@link WorkerLogs#LONGEST_LINE} characters
 */
public record LogLine(long id, LogSource source, LogStream stream, String text) {

    /** When it was printed. */
    public Instant at() {
        return Instant.EPOCH.plus(id, ChronoUnit.MICROS);
    }
}
