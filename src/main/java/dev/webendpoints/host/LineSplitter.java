package dev.webendpoints.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits a stream into lines of UTF-8. Longer lines are truncated, so that no line fills the heap. */
public final class LineSplitter {

    private static final int BUFFER = 8 * 1024;

    private final int longest;
    private final boolean returnsEndLines;
    private final Consumer<String> onLine;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private LineSplitter(int longest, boolean returnsEndLines, Consumer<String> onLine) {
        this.longest = longest;
        this.returnsEndLines = returnsEndLines;
        this.onLine = onLine;
    }

    /** @param longest maximum length of a line in bytes */
    public LineSplitter(int longest, Consumer<String> onLine) {
        this(longest, false, onLine);
    }

    /** Returns a splitter for which a carriage return ends a line too, as each state of a progress bar does. */
    public static LineSplitter atReturnsToo(int longest, Consumer<String> onLine) {
        return new LineSplitter(longest, true, onLine);
    }

    /** Blocks until the stream ends. A last line without a newline counts as a line. */
    public void readAll(InputStream stream) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
            onBytes(buffer, read);
        }
        if (line.size() > 0) {
            emit();
        }
    }

    private void onBytes(byte[] buffer, int length) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (buffer[i] == '\n' || returnsEndLines && buffer[i] == '\r') {
                keep(buffer, start, i);
                emit();
                start = i + 1;
            }
        }
        keep(buffer, start, length);
    }

    private void keep(byte[] buffer, int from, int to) {
        line.write(buffer, from, Math.min(to - from, longest - line.size()));
    }

    private void emit() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        onLine.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
