package dev.webendpoints.image.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/**
 * The content of a directory. Files that vanish during the count are ignored.
 *
 * @param bytes total size of its files
 * @param files number of its files and directories
 */
record DirectorySize(long bytes, long files) {

    /** Counts until there are more files than {@code maxFiles}. Blocks. */
    static DirectorySize of(Path directory, long maxFiles) {
        return walk(directory, new Counter((file, attributes) -> attributes.size(), maxFiles));
    }

    /** Returns the size in bytes, with a file with several hard links divided equally among them. Blocks. */
    static long sharedOut(Path directory) {
        return walk(
                        directory,
                        new Counter(
                                (file, attributes) -> {
                                    Map<String, Object> unix =
                                            Files.readAttributes(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
                                    return attributes.size() / Math.max(1, ((Number) unix.get("nlink")).intValue());
                                },
                                Long.MAX_VALUE))
                .bytes();
    }

    private static DirectorySize walk(Path directory, Counter counter) {
        try {
            Files.walkFileTree(directory, counter);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new DirectorySize(counter.bytes, counter.files);
    }

    private interface Share {
        long of(Path file, BasicFileAttributes attributes) throws IOException;
    }

    private static final class Counter extends SimpleFileVisitor<Path> {

        private final Share share;
        private final long maxFiles;
        private long bytes;
        private long files;

        Counter(Share share, long maxFiles) {
            this.share = share;
            this.maxFiles = maxFiles;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return next();
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            try {
                bytes += share.of(file, attributes);
            } catch (IOException vanished) {
                return FileVisitResult.CONTINUE;
            }
            return next();
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        private FileVisitResult next() {
            files++;
            return files > maxFiles ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }
    }
}
