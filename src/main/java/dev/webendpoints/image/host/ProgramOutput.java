package dev.webendpoints.image.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;

/** Passes on a program's output line by line without credentials. Keeps its last lines for error messages. */
final class ProgramOutput {

    /** Longer lines are truncated: a progress bar without line ends must not accumulate in memory. */
    private static final int LONGEST_LINE = 4096;

    /** The number of last lines that an error message quotes. */
    private static final int QUOTED_LINES = 20;

    private final Consumer<String> onLine;
    private final Deque<String> lastLines = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    ProgramOutput(Consumer<String> onLine) {
        this.onLine = onLine;
    }

    /** Reads to the end. Blocks until every process that holds the stream has ended. */
    void readAll(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n' || c == '\r') {
                    emit(line);
                } else if (line.length() < LONGEST_LINE) {
                    line.append((char) c);
                }
            }
            emit(line);
        } catch (IOException e) {
            // A killed program closes the stream; its exit code tells how it ended.
        }
    }

    private void emit(StringBuilder line) {
        if (!line.isEmpty() && !closed) {
            String printed = CredentialRedaction.of(line.toString());
            lastLines.addLast(printed);
            if (lastLines.size() > QUOTED_LINES) {
                lastLines.removeFirst();
            }
            onLine.accept(printed);
        }
        line.setLength(0);
    }

    /** Drops all further output. */
    void close() {
        closed = true;
    }

    String lastLines() {
        return String.join("\n", lastLines);
    }
}
