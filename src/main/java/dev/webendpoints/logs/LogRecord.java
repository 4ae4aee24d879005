package dev.webendpoints.logs;

import java.util.Optional;

/** File format of a line: id, stream, function, worker and text, separated by tabs. The text may contain tabs. */
final class LogRecord {

    private static final char BETWEEN = '\t';
    private static final int FIELDS = 5;

    private LogRecord() {}

    static void write(LogLine line, StringBuilder out) {
        out.append(line.id())
                .append(BETWEEN)
                .append(letter(line.stream()))
                .append(BETWEEN)
                .append(line.source().functionId())
                .append(BETWEEN)
                .append(line.source().workerId())
                .append(BETWEEN)
                .append(line.text())
                .append('\n');
    }

    /** Returns empty for a malformed record, for example one that was truncated when the disk was full. */
    static Optional<LogLine> read(String appId, String record) {
        String[] fields = record.split("\t", FIELDS);
        if (fields.length < FIELDS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LogLine(
                    Long.parseLong(fields[0]),
                    new LogSource(appId, fields[2], fields[3]),
                    stream(fields[1]),
                    fields[FIELDS - 1]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static char letter(LogStream stream) {
        return switch (stream) {
            case STDOUT -> 'o';
            case STDERR -> 'e';
            case SYSTEM -> 's';
        };
    }

    private static LogStream stream(String letter) {
        return switch (letter) {
            case "o" -> LogStream.STDOUT;
            case "e" -> LogStream.STDERR;
            case "s" -> LogStream.SYSTEM;
            default -> throw new IllegalArgumentException("no stream: " + letter);
        };
    }
}
