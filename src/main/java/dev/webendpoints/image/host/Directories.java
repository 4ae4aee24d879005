package dev.webendpoints.image.host;

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
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

/** Operations on whole directories: cheap copies, and deletion regardless of what a build left in them. */
public final class Directories {

    private static final Logger LOG = Logger.getLogger(Directories.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private Directories() {}

    /**
     * Copies a directory with its links, owners, permissions and times. No file is shared by a hard link: writing to
     * the copy cannot change the original. With reflinks, the copy takes no space until it is written to.
     */
    public static void clone(ProgramRunner programs, Path from, Path to, Duration limit) throws IOException {
        Files.createDirectories(to);
        List<String> copy = List.of(
                "/bin/cp", "-a", "--reflink=auto", "--", from.resolve(".").toString(), to.toString());
        programs.run(
                new ProgramCommand(copy, Path.of("/"), Map.of(), limit),
                line -> LOG.warnf("Copy output: line=\"%s\"", line));
    }

    /**
     * Replaces the files of a finished copy that are equal to those of the original by hard links to them. No process
     * that could write to the copy may be running.
     *
     * @return the number of bytes no longer stored twice
     */
    public static long shareEqualFiles(Path original, Path copy) throws IOException {
        AtomicLong shared = new AtomicLong();
        Files.walkFileTree(copy, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                // A link in the original would lead out of it.
                Path other = original.resolve(copy.relativize(directory).toString());
                return Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                        ? FileVisitResult.CONTINUE
                        : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path other = original.resolve(copy.relativize(file).toString());
                if (attributes.isRegularFile() && isEqual(other, file) && link(other, file)) {
                    shared.addAndGet(attributes.size());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return shared.get();
    }

    private static boolean isEqual(Path one, Path other) throws IOException {
        return Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS)
                && !Files.isSameFile(one, other)
                && describe(one).equals(describe(other))
                && Files.mismatch(one, other) < 0;
    }

    private static Map<String, Object> describe(Path file) throws IOException {
        return Files.readAttributes(file, "unix:mode,uid,gid,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    }

    /** @return false if the file system has no hard links, or the file has too many */
    private static boolean link(Path original, Path copy) throws IOException {
        Path link = copy.resolveSibling(".link-" + UUID.randomUUID());
        try {
            Files.createLink(link, original);
        } catch (UnsupportedOperationException | IOException e) {
            return false;
        }
        Files.move(link, copy, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    /** Copies a directory whose files will be written to. */
    public static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> found = Files.walk(from)) {
            for (Path path : found.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    /**
     * Deletes a directory recursively, even if a build removed its own permissions. Ignores files that are absent or
     * are concurrently deleted by others.
     *
     * @throws UncheckedIOException if something remains; the rest is deleted
     */
    public static void delete(Path directory) {
        try {
            deleteTree(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a directory that is not needed: logs what cannot be deleted, and never fails. */
    public static void discard(Path directory) {
        try {
            deleteTree(directory);
        } catch (IOException | RuntimeException e) {
            LOG.warnf("Leftover not deleted: directory=%s reason=\"%s\"", directory, e);
        }
    }

    /** Discards the children of a directory whose names begin with the prefix. */
    public static void discardChildren(Path directory, String prefix) {
        childrenOf(directory).stream()
                .filter(child -> child.getFileName().toString().startsWith(prefix))
                .forEach(Directories::discard);
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

    private static void deleteTree(Path path) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(path);
            return;
        }
        IOException left = null;
        takePermissions(path);
        for (Path child : list(path)) {
            try {
                deleteTree(child);
            } catch (IOException e) {
                left = e;
            }
        }
        if (left != null) {
            throw left;
        }
        Files.deleteIfExists(path);
    }

    private static void takePermissions(Path directory) {
        try {
            Files.setPosixFilePermissions(directory, OWNER_ONLY);
        } catch (IOException | UnsupportedOperationException e) {
            // It has vanished or belongs to another user: listing it will tell.
        }
    }

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
