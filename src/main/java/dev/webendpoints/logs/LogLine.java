package dev.webendpoints.logs;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One line of output.
 *
 * @param id position among all lines of this server, in microseconds since 1970; see {@link LogIds}
 * @param text without its line terminator, at most {@link WorkerLogs#LONGEST_LINE} characters
 */
public record LogLine(long id, LogSource source, LogStream stream, String text) {

    /** Returns the time at which the line was printed. */
    public Instant at() {
        return Instant.EPOCH.plus(id, ChronoUnit.MICROS);
    }
}
