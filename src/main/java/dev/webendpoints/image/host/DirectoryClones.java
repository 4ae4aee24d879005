package dev.webendpoints.image.host;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.jboss.logging.Logger;

/** Copies directories cheaply. */
public final class DirectoryClones {

    private static final Logger LOG = Logger.getLogger(DirectoryClones.class);

    private DirectoryClones() {}

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
}
