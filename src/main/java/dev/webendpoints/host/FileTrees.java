package dev.webendpoints.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

/** Lists, copies and discards directory trees. */
public final class FileTrees {

    private static final Logger LOG = Logger.getLogger(FileTrees.class);

    private FileTrees() {}

    /** Copies a directory whose files will be written to, with the files that its links lead to. */
    public static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> found = Files.walk(from)) {
            for (Path path : found.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    /** Copies the files that {@code target} does not have; existing files stay. Links are copied, never followed. */
    public static void copyMissing(Path source, Path target) throws IOException {
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(target.resolve(source.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = target.resolve(source.relativize(file));
                if (!Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Deletes a tree that is not needed: logs what cannot be deleted, and never fails. */
    public static void discard(Path tree) {
        try {
            SecureTrees.delete(tree);
        } catch (IOException | RuntimeException e) {
            LOG.warnf("Leftover not deleted: directory=%s reason=\"%s\"", tree, e);
        }
    }

    /** Discards the children of a directory whose names begin with the prefix. */
    public static void discardChildren(Path directory, String prefix) {
        childrenOf(directory).stream()
                .filter(child -> child.getFileName().toString().startsWith(prefix))
                .forEach(FileTrees::discard);
    }

    /** Returns the children; empty if it is not a directory or cannot be read. */
    public static List<Path> childrenOf(Path directory) {
        try {
            return Files.isDirectory(directory) ? list(directory) : List.of();
        } catch (IOException e) {
            LOG.warnf("Directory not readable: directory=%s reason=\"%s\"", directory, e);
            return List.of();
        }
    }

    /** Returns the children in the order of their names; empty if it is not a directory, but for example a link. */
    public static List<Path> sortedChildren(Path directory) throws IOException {
        return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                ? list(directory).stream().sorted().toList()
                : List.of();
    }

    /** Returns the children; empty if the directory has disappeared. */
    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
