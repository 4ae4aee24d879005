package dev.webendpoints.source;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

import dev.webendpoints.failure.InvalidRequest;

/** Places files below one directory, and never outside it. Methods block. */
public final class FileLayout {

    private static final int DEFAULT_MODE = 0644;

    private final Path root;

    public FileLayout(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * Copies the content to the root followed by the file's absolute name, atomically replacing an existing file.
     *
     * @return the path of the copy
     * @throws InvalidRequest if a symbolic link or a file exists where a directory is needed
     */
    public Path place(MountFile file, Path content) throws IOException {
        return place(file.filename(), file.mode(), content);
    }

    /**
     * Copies a file that does not belong to a mount.
     *
     * @param filename absolute
     * @param mode permission bits; 0 for the default
     */
    public Path place(String filename, int mode, Path content) throws IOException {
        Path target = root.resolve(filename.substring(1)).normalize();
        if (!target.startsWith(root) || target.equals(root)) {
            throw new InvalidRequest("a file cannot be put at '" + filename + "'");
        }
        Files.createDirectories(root);
        makeDirectories(target.getParent());
        refuseDirectory(target);
        Path part = Files.createTempFile(target.getParent(), ".", ".part");
        try {
            Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(part, permissions(mode));
            return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Returns the permission bits of a file. */
    public static int modeOf(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        int mode = 0;
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            mode = mode << 1 | (permissions.contains(permission) ? 1 : 0);
        }
        return mode;
    }

    private void makeDirectories(Path directory) throws IOException {
        Path made = root;
        for (Path part : root.relativize(directory)) {
            made = made.resolve(part);
            try {
                if (!part.toString().isEmpty()) {
                    Files.createDirectory(made);
                }
            } catch (FileAlreadyExistsException e) {
                requireRealDirectory(made);
            }
        }
    }

    private void requireRealDirectory(Path path) {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new InvalidRequest(
                    "a directory is needed at /" + root.relativize(path) + ", where a file or a symbolic link is");
        }
    }

    private void refuseDirectory(Path path) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new InvalidRequest("a file is to be at /" + root.relativize(path) + ", where a directory is");
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        int bits = mode == 0 ? DEFAULT_MODE : mode;
        Set<PosixFilePermission> permissions = EnumSet.of(PosixFilePermission.OWNER_READ);
        PosixFilePermission[] fromTheTop = PosixFilePermission.values();
        for (int i = 0; i < fromTheTop.length; i++) {
            if ((bits >> (fromTheTop.length - 1 - i) & 1) == 1) {
                permissions.add(fromTheTop[i]);
            }
        }
        return permissions;
    }
}
