package dev.webendpoints.logs;

import java.time.InstantSource;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The last lines of every function. All answers are oldest line first. Safe for several threads, never blocks long. */
public final class WorkerLogs {

    /** Lines kept for one function; older ones are forgotten. Protects the heap from a chatty function. */
    static final int LINES_PER_FUNCTION = 1_000;

    /** Characters kept for one function, whatever the number of lines. Protects the heap from long lines. */
    static final int CHARACTERS_PER_FUNCTION = 512 * 1024;

    /**
     * Functions remembered; past it the one that was quiet for longest is forgotten. Protects the heap from the many
     * functions that a server sees while people develop.
     */
    static final int FUNCTIONS = 200;

    /** Past it a line is cut, and says so at its end. */
    public static final int LONGEST_LINE = 8 * 1024;

    private static final String CUT = " … [cut]";

    private final InstantSource clock;
    private final AtomicLong sequence = new AtomicLong();
    private final Map<String, Ring> byFunction = Collections.synchronizedMap(new MostRecent());

    public WorkerLogs(InstantSource clock) {
        this.clock = clock;
    }

    public void append(LogSource source, LogStream stream, String text) {
        LogLine line = new LogLine(sequence.incrementAndGet(), clock.instant(), source, stream, bounded(text));
        byFunction
                .computeIfAbsent(source.functionId(), id -> new Ring(LINES_PER_FUNCTION, CHARACTERS_PER_FUNCTION))
                .add(line);
    }

    public List<LogLine> ofFunction(String functionId, int atMost) {
        return last(matching(Stream.of(functionId), line -> true), atMost);
    }

    public List<LogLine> ofWorker(LogSource worker, int atMost) {
        return last(
                matching(Stream.of(worker.functionId()), line -> line.source().equals(worker)), atMost);
    }

    public List<LogLine> ofApp(String appId, int atMost) {
        return last(
                matching(functionIds().stream(), line -> line.source().appId().equals(appId)), atMost);
    }

    private List<String> functionIds() {
        synchronized (byFunction) {
            return List.copyOf(byFunction.keySet());
        }
    }

    private List<LogLine> matching(Stream<String> functionIds, Predicate<LogLine> filter) {
        return functionIds
                .map(byFunction::get)
                .filter(ring -> ring != null)
                .flatMap(ring -> ring.matching(filter).stream())
                .sorted(Comparator.comparingLong(LogLine::sequence))
                .toList();
    }

    private static final class MostRecent extends LinkedHashMap<String, Ring> {

        private static final long serialVersionUID = 1;

        MostRecent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Ring> eldest) {
            return size() > FUNCTIONS;
        }
    }

    private static List<LogLine> last(List<LogLine> lines, int atMost) {
        return lines.subList(Math.max(0, lines.size() - atMost), lines.size());
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE - CUT.length()) + CUT;
    }
}
