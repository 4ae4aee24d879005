package dev.webendpoints.logs;

import java.time.Instant;

/**
 * One line.
 *
 * @param sequence grows with every line of this server, so lines of several workers have one order
 * @param text without its line end, at most {@link WorkerLogs#LONGEST_LINE} characters
 */
public record LogLine(long sequence, Instant at, LogSource source, LogStream stream, String text) {}
