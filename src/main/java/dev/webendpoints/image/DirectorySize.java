package dev.webendpoints.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Computes the total size of the files of a directory. Ignores files that vanish in the meantime. Blocks. */
final class DirectorySize {

    private DirectorySize() {}

    static long of(Path directory) {
        return sum(directory, (file, attributes) -> attributes.size());
    }

    /** Divides the size of a file with several hard links equally among them. */
    static long sharedOut(Path directory) {
        return sum(directory, (file, attributes) -> {
            Map<String, Object> unix = Files.readAttributes(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
            return attributes.size() / Math.max(1, ((Number) unix.get("nlink")).intValue());
        });
    }

    private interface Count {
        long of(Path file, BasicFileAttributes attributes) throws IOException;
    }

    private static long sum(Path directory, Count count) {
        AtomicLong size = new AtomicLong();
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    try {
                        size.addAndGet(count.of(file, attributes));
                    } catch (IOException vanished) {
                        return FileVisitResult.CONTINUE;
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return size.get();
    }
}
