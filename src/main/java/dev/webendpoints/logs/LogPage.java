package dev.webendpoints.logs;

import java.util.List;

/**
 * A page of lines, oldest first.
 *
 * @param position id of the last line examined, selected or not; the next page begins after it
 * @param more whether more lines are available than were requested
 */
public record LogPage(List<LogLine> lines, long position, boolean more) {}
