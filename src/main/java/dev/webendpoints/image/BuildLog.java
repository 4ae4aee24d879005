package dev.webendpoints.image;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

import dev.webendpoints.image.BuildEvent.Line;
import dev.webendpoints.image.host.CredentialRedaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;

/**
 * The output of one build, live and in a file: for each line the time in milliseconds, a tab, and the text. Entry ids
 * are line numbers, starting at 1. Written by one build, read by any number of followers.
 */
final class BuildLog {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final int mostLines;
    private final UnaryOperator<String> paths;
    private final BroadcastProcessor<Line> writer = BroadcastProcessor.create();
    private final Multi<Line> lines = Multi.createBy().replaying().ofMulti(writer);
    private final ReentrantLock writing = new ReentrantLock();
    private BufferedWriter out;
    private int written;
    private boolean closed;

    /**
     * @param mostLines maximum number of lines; further ones are dropped
     * @param paths replaces paths of the server in a line
     */
    BuildLog(Path file, int mostLines, UnaryOperator<String> paths) {
        this.file = file;
        this.mostLines = mostLines;
        this.paths = paths;
        lines.subscribe().with(ignored -> {});
    }

    /** Returns the lines from the first one on; completes with the build. */
    Multi<Line> lines() {
        return lines;
    }

    /** Drops the line if the build has ended. */
    void add(String text) {
        writing.lock();
        try {
            if (closed) {
                return;
            }
            if (written < mostLines) {
                append(text);
            } else if (written == mostLines) {
                append("… the build says more than the " + mostLines + " lines that are kept");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writing.unlock();
        }
    }

    void close() {
        writing.lock();
        try {
            if (out != null && !closed) {
                out.close();
            }
            closed = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writing.unlock();
            writer.onComplete();
        }
    }

    private void append(String text) throws IOException {
        if (out == null) {
            Files.createDirectories(file.getParent());
            // An existing file may have wider permissions.
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            out = Files.newBufferedWriter(file);
        }
        written++;
        Line line = new Line(
                Integer.toString(written),
                Instant.now(),
                CredentialRedaction.of(paths.apply(text)).replace('\n', ' '));
        out.write(line.at().toEpochMilli() + "\t" + line.text() + "\n");
        out.flush();
        writer.onNext(line);
    }

    /** Returns the lines of a finished build; none if its log has been deleted. */
    static List<Line> read(Path file) throws IOException {
        List<Line> lines = new ArrayList<>();
        if (Files.exists(file)) {
            for (String text : Files.readAllLines(file)) {
                String[] parts = text.split("\t", 2);
                Instant at = Instant.ofEpochMilli(Long.parseLong(parts[0]));
                lines.add(new Line(Integer.toString(lines.size() + 1), at, parts[1]));
            }
        }
        return lines;
    }
}
