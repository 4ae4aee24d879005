package dev.webendpoints.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One file of an app's lines, named after the id of its first line. Append-only, with a single writer thread and any
 * number of readers. An unterminated last line is still being written, or was left by a killed server; readers ignore
 * it.
 */
record LogSegment(Path file, long firstId) {

    private static final String SUFFIX = ".log";
    private static final int TAIL = 64 * 1024;

    static LogSegment beginningWith(Path folder, long firstId) {
        return new LogSegment(folder.resolve(firstId + SUFFIX), firstId);
    }

    /** Returns the segments in a folder, oldest first; none if the folder does not exist. */
    static List<LogSegment> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.flatMap(file -> of(file).stream())
                    .sorted(Comparator.comparingLong(LogSegment::firstId))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static Optional<LogSegment> of(Path file) {
        String name = file.getFileName().toString();
        if (!name.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        try {
            String id = name.substring(0, name.length() - SUFFIX.length());
            return Optional.of(new LogSegment(file, Long.parseLong(id)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    void append(byte[] records) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, records, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Removes an incomplete line at the end, left by a killed server or a full disk. */
    void cutHalfLine() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = channel.size();
            while (end > 0) {
                long start = Math.max(0, end - TAIL);
                ByteBuffer tail = ByteBuffer.allocate((int) (end - start));
                channel.read(tail, start);
                int afterLine = lastLineEnd(tail.array(), tail.position());
                if (afterLine > 0 || start == 0) {
                    channel.truncate(start + afterLine);
                    return;
                }
                end = start;
            }
        }
    }

    /** Returns the selected lines, oldest first; none if the file has been deleted. Blocks. */
    List<LogLine> lines(String appId, LogFilter filter) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        List<LogLine> wanted = new ArrayList<>();
        long last = 0;
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                Optional<LogLine> line =
                        LogRecord.read(appId, new String(bytes, start, i - start, StandardCharsets.UTF_8));
                if (line.isPresent() && line.get().id() > last) {
                    last = line.get().id();
                    line.filter(filter).ifPresent(wanted::add);
                }
                start = i + 1;
            }
        }
        return wanted;
    }

    /** Returns the end of the last complete line; 0 if there is none. */
    private static int lastLineEnd(byte[] bytes, int length) {
        int end = length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
