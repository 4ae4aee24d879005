package dev.webendpoints.image.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.stream.Stream;

/** Whole directories: copied cheaply, and deleted. */
public final class Directories {

    private Directories() {}

    /**
     * Copies a directory by hard links, which costs a second name for each file and no space. Installers replace files,
     * they do not write into them, so the original stays what it is; what {@code bin} holds is copied, for scripts are
     * the exception. Where the file system has no hard links, files are copied.
     */
    public static void clone(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path relative = from.relativize(file);
                cloneFile(file, to.resolve(relative), attributes.isRegularFile() && !relative.startsWith("bin"));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void cloneFile(Path file, Path target, boolean mayLink) throws IOException {
        if (mayLink) {
            try {
                Files.createLink(target, file);
                return;
            } catch (UnsupportedOperationException | IOException e) {
                // No hard links on this file system, or too many to one file: a copy says the same.
                Files.deleteIfExists(target);
            }
        }
        Files.copy(file, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** Copies a directory whose files will be written to. */
    public static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> found = Files.walk(from)) {
            for (Path path : found.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    /** Deletes it with all it has; a directory that is not there is deleted already. */
    public static void delete(Path directory) {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
