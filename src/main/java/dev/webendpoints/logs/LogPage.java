package dev.webendpoints.logs;

import java.util.List;

/**
 * Some lines, oldest first.
 *
 * @param position of the last line that was looked at, wanted or not: the next page begins after it
 * @param more whether there were more lines than were asked for
 */
public record LogPage(List<LogLine> lines, long position, boolean more) {}
