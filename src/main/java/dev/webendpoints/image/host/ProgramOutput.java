package dev.webendpoints.image.host;

import java.io.IOException;
import java.io.InputStream;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;

import dev.webendpoints.host.LineSplitter;

/** Passes on a program's output line by line without credentials. Keeps its last lines for error messages. */
final class ProgramOutput {

    /** Longer lines are truncated: a progress bar without line ends must not accumulate in memory. */
    private static final int LONGEST_LINE = 4096;

    /** The most bytes of one character in UTF-8. */
    private static final int BYTES_OF_A_CHARACTER = 4;

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
        try (stream) {
            LineSplitter.atReturnsToo(LONGEST_LINE * BYTES_OF_A_CHARACTER, this::add)
                    .readAll(stream);
        } catch (IOException e) {
            // A killed program closes the stream; its exit code tells how it ended.
        }
    }

    private void add(String line) {
        if (!line.isEmpty() && !closed) {
            String printed = CredentialRedaction.of(line.substring(0, Math.min(line.length(), LONGEST_LINE)));
            lastLines.addLast(printed);
            if (lastLines.size() > QUOTED_LINES) {
                lastLines.removeFirst();
            }
            onLine.accept(printed);
        }
    }

    /** Drops all further output. */
    void close() {
        closed = true;
    }

    String lastLines() {
        return String.join("\n", lastLines);
    }
}
