package dev.webendpoints.logs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

/**
 * Merges the lines on disk and in memory. The snapshot of memory is taken first and contains the id up to which lines
 * are on disk, so that concurrent writes cause neither missing nor duplicate lines.
 */
final class LogReader {

    private static final Logger LOG = Logger.getLogger(LogReader.class);

    private final Path root;

    LogReader(Path root) {
        this.root = root;
    }

    LogPage newest(AppLog.Recent recent, String appId, LogFilter filter, int atMost) {
        Deque<LogLine> newest = new ArrayDeque<>();
        boolean more = addBefore(newest, recent.lines().stream().filter(filter).toList(), atMost);
        List<LogSegment> segments = segments(appId, filter.within(-1, recent.forgotten()));
        for (int i = segments.size() - 1; i >= 0 && !more; i--) {
            more = addBefore(newest, lines(segments.get(i), appId, filter.within(-1, recent.forgotten())), atMost);
        }
        return new LogPage(List.copyOf(newest), recent.last(), more);
    }

    /** Returns whether lines were left out because {@code atMost} was reached. */
    private static boolean addBefore(Deque<LogLine> newest, List<LogLine> older, int atMost) {
        for (int i = older.size() - 1; i >= 0; i--) {
            if (newest.size() == atMost) {
                return true;
            }
            newest.addFirst(older.get(i));
        }
        return false;
    }

    LogPage after(AppLog.Recent recent, String appId, LogFilter filter, long id, int atMost) {
        List<LogLine> found = new ArrayList<>();
        if (id < recent.forgotten()) {
            LogFilter onDisk = filter.within(id, recent.forgotten());
            for (LogSegment segment : segments(appId, onDisk)) {
                found.addAll(lines(segment, appId, onDisk));
                if (found.size() > atMost) {
                    return full(found, atMost);
                }
            }
        }
        recent.lines().stream().filter(filter.within(id, Long.MAX_VALUE)).forEach(found::add);
        return found.size() > atMost ? full(found, atMost) : new LogPage(found, Math.max(id, recent.last()), false);
    }

    private static LogPage full(List<LogLine> found, int atMost) {
        List<LogLine> page = List.copyOf(found.subList(0, atMost));
        return new LogPage(page, page.get(atMost - 1).id(), true);
    }

    void each(AppLog.Recent recent, String appId, LogFilter filter, Consumer<LogLine> onLine) {
        LogFilter onDisk = filter.within(-1, recent.forgotten());
        segments(appId, onDisk).forEach(segment -> lines(segment, appId, onDisk).forEach(onLine));
        recent.lines().stream().filter(filter).forEach(onLine);
    }

    /** Returns the segments that may contain selected lines; a segment ends where the next one begins. */
    private List<LogSegment> segments(String appId, LogFilter filter) {
        try {
            List<LogSegment> all = LogSegment.in(LogFiles.folder(root, appId));
            List<LogSegment> wanted = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                boolean endsBefore = i + 1 < all.size() && all.get(i + 1).firstId() <= filter.from();
                if (!endsBefore && all.get(i).firstId() < filter.before()) {
                    wanted.add(all.get(i));
                }
            }
            return wanted;
        } catch (IOException e) {
            LOG.warnf("Log segments of an app not readable: app=%s cause=%s", appId, e.toString());
            return List.of();
        }
    }

    private static List<LogLine> lines(LogSegment segment, String appId, LogFilter filter) {
        try {
            return segment.lines(appId, filter);
        } catch (IOException e) {
            LOG.warnf("Log segment of an app not readable: app=%s cause=%s", appId, e.toString());
            return List.of();
        }
    }
}
