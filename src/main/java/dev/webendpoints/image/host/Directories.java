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
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

/** Whole directories: copied cheaply, and deleted whatever a build has left in them. */
public final class Directories {

    private static final Logger LOG = Logger.getLogger(Directories.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

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
