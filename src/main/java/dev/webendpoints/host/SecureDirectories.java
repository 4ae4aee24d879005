package dev.webendpoints.host;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** Opens directories whose names a tenant's process may give to something else concurrently. */
public final class SecureDirectories {

    private SecureDirectories() {}

    /**
     * Opens the directory of this name. Neither follows a link nor waits for the other end of a FIFO.
     *
     * @throws NotDirectoryException if it is something else, or was replaced meanwhile
     */
    public static SecureDirectoryStream<Path> open(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        // The JDK opens without O_DIRECTORY, so a plain open would wait if the name is a FIFO. "name/." does not, but
        // follows a link: what it opened is compared with the name. An open directory keeps its inode number.
        SecureDirectoryStream<Path> opened = parent.newDirectoryStream(name.resolve("."));
        try {
            if (!isAt(parent, name, opened)) {
                throw new NotDirectoryException(name.toString());
            }
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
        return opened;
    }

    private static boolean isAt(SecureDirectoryStream<Path> parent, Path name, SecureDirectoryStream<Path> opened)
            throws IOException {
        BasicFileAttributes named = parent.getFileAttributeView(
                        name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        BasicFileAttributes found =
                opened.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
        return named.isDirectory() && Objects.equals(named.fileKey(), found.fileKey());
    }
}
