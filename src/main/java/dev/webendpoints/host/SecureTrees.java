package dev.webendpoints.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Deletes trees that a tenant's process may change concurrently. Every name is resolved relative to an open directory
 * and never through a symbolic link, so nothing outside the tree is touched (openat(2), unlinkat(2)).
 */
public final class SecureTrees {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    /** The most directories open at a time. Deeper ones are moved to the top first: a tree's depth is unbounded. */
    private static final int DEEPEST = 40;

    private final SecureDirectoryStream<Path> top;
    private int moved;

    private SecureTrees(SecureDirectoryStream<Path> top) {
        this.top = top;
    }

    /**
     * Deletes a file, a link, or a directory with its contents, including directories without write permission. Does
     * nothing if the tree does not exist, and ignores entries that disappear meanwhile.
     *
     * @param tree tree to delete; no tenant may write to its parent
     * @throws IOException if an entry could not be deleted; the others are deleted
     */
    public static void delete(Path tree) throws IOException {
        if (!Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(tree);
            return;
        }
        try (DirectoryStream<Path> parent =
                Files.newDirectoryStream(tree.toAbsolutePath().getParent())) {
            if (parent instanceof SecureDirectoryStream<Path> secure) {
                deleteFrom(secure, tree);
            } else {
                deleteByPath(tree);
            }
        } catch (NoSuchFileException e) {
            // It is gone already.
        }
    }

    private static void deleteFrom(SecureDirectoryStream<Path> parent, Path tree) throws IOException {
        try (SecureDirectoryStream<Path> top = open(parent, tree.getFileName(), tree)) {
            new SecureTrees(top).deleteAll(tree);
        }
        parent.deleteDirectory(tree.getFileName());
    }

    /**
     * Deletes a tree where the system cannot open directories relative to each other. It has no sandboxes either, so a
     * tenant's process gains nothing by redirecting the deletion: it has the server's own access.
     */
    private static void deleteByPath(Path path) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(path);
            return;
        }
        takePermissions(path);
        IOException left = null;
        try (DirectoryStream<Path> directory = Files.newDirectoryStream(path)) {
            for (Path name : names(directory)) {
                try {
                    deleteByPath(path.resolve(name));
                } catch (NoSuchFileException e) {
                    // It is gone already.
                } catch (IOException e) {
                    left = e;
                }
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

    /** Deletes the children, and repeats as long as deeper directories were moved here. */
    private void deleteAll(Path tree) throws IOException {
        int before;
        do {
            before = moved;
            try (SecureDirectoryStream<Path> again = top.newDirectoryStream(Path.of("."), LinkOption.NOFOLLOW_LINKS)) {
                deleteChildren(again, tree, 1);
            }
        } while (moved > before);
    }

    private void deleteChildren(SecureDirectoryStream<Path> directory, Path path, int depth) throws IOException {
        IOException left = null;
        for (Path name : names(directory)) {
            try {
                deleteChild(directory, name, path.resolve(name), depth);
            } catch (NoSuchFileException e) {
                // It is gone already.
            } catch (IOException e) {
                left = e;
            }
        }
        if (left != null) {
            throw left;
        }
    }

    private void deleteChild(SecureDirectoryStream<Path> directory, Path name, Path path, int depth)
            throws IOException {
        BasicFileAttributeView view =
                directory.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (!view.readAttributes().isDirectory()) {
            directory.deleteFile(name);
        } else if (depth >= DEEPEST) {
            directory.move(name, top, Path.of(".deleted-" + UUID.randomUUID()));
            moved++;
        } else {
            try (SecureDirectoryStream<Path> below = open(directory, name, path)) {
                deleteChildren(below, path, depth + 1);
            }
            directory.deleteDirectory(name);
        }
    }

    /**
     * Opens a directory, restoring its owner's permissions: by name if it cannot be opened, else on the open directory.
     */
    private static SecureDirectoryStream<Path> open(SecureDirectoryStream<Path> parent, Path name, Path path)
            throws IOException {
        SecureDirectoryStream<Path> directory;
        try {
            directory = SecureDirectories.open(parent, name);
        } catch (AccessDeniedException e) {
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            Files.setPosixFilePermissions(path, OWNER_ONLY);
            directory = SecureDirectories.open(parent, name);
        }
        directory.getFileAttributeView(PosixFileAttributeView.class).setPermissions(OWNER_ONLY);
        return directory;
    }

    private static List<Path> names(DirectoryStream<Path> directory) throws IOException {
        List<Path> names = new ArrayList<>();
        try {
            directory.forEach(each -> names.add(each.getFileName()));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }
}
