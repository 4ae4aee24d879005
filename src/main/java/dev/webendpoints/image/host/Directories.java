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

/** Whole directories: copied cheaply, and deleted whatever a build has left in them. */
public final class Directories {

    private static final Logger LOG = Logger.getLogger(Directories.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private Directories() {}

    /**
     * Copies a directory with its links, owners, permissions and times. No file is shared by a hard link: what writes
     * to the copy cannot change the original. Where the file system has reflinks, the copy takes no space until then.
     */
    public static void clone(Programs programs, Path from, Path to, Duration limit) throws IOException {
        Files.createDirectories(to);
        List<String> copy = List.of(
                "/bin/cp", "-a", "--reflink=auto", "--", from.resolve(".").toString(), to.toString());
        programs.run(
                new Command(copy, Path.of("/"), Map.of(), limit), line -> LOG.warnf("event=copy line=\"%s\"", line));
    }

    /**
     * Replaces the files of a finished copy that are equal to those of the original by hard links to them. Nothing that
     * could write to the copy may run any more.
     *
     * @return the bytes that are no longer kept twice
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

    /** @return false where the file system has no hard links, or too many to this file */
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
     * Deletes it with all it has, also where a build took away its own permissions; a directory that is not there is
     * deleted already, and so is what somebody else deletes at the same time.
     *
     * @throws UncheckedIOException when something is left; the rest is gone
     */
    public static void delete(Path directory) {
        try {
            deleteTree(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes what nobody needs: what cannot be deleted stays, is logged, and fails nothing. */
    public static void discard(Path directory) {
        try {
            deleteTree(directory);
        } catch (IOException | RuntimeException e) {
            LOG.warnf("event=leftover-not-deleted directory=%s reason=\"%s\"", directory, e);
        }
    }

    /** Discards those of a directory's children whose names begin so. */
    public static void discardChildren(Path directory, String prefix) {
        childrenOf(directory).stream()
                .filter(child -> child.getFileName().toString().startsWith(prefix))
                .forEach(Directories::discard);
    }

    /** Nothing when it is no directory, or cannot be read. */
    public static List<Path> childrenOf(Path directory) {
        try {
            return Files.isDirectory(directory) ? list(directory) : List.of();
        } catch (IOException e) {
            LOG.warnf("event=directory-not-read directory=%s reason=\"%s\"", directory, e);
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
            // It has vanished, or is another user's: listing it says which.
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
