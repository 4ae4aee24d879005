package dev.webendpoints.worker.process.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The run directories of this machine's workers and zygotes. All methods block.
 *
 * @param path absolute path of the directory that contains them, which is created with the first one
 */
public record RunDirectories(Path path) {

    private static final int ZYGOTE_ID_BYTES = 5;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SOCKETS = "sockets";

    /** Creates the directory of one worker, which must not exist. */
    public RunDirectory create(String workerId) throws IOException {
        Files.createDirectories(path, RunDirectory.PRIVATE);
        Path root = Files.createDirectory(path.resolve(workerId), RunDirectory.PRIVATE);
        for (String part : List.of("tree", "tree/root", "tmp", "etc")) {
            Files.createDirectory(root.resolve(part));
        }
        Path far = needsFar(root) ? makeFar(root) : null;
        Path kept = far == null ? keptOf(root) : far.resolve("kept");
        Files.createDirectories(kept.getParent(), RunDirectory.PRIVATE);
        Files.createDirectory(kept, RunDirectory.PRIVATE);
        RunDirectory run = new RunDirectory(root, far, kept);
        Files.createDirectory(run.io(), RunDirectory.PRIVATE);
        return run;
    }

    /** Creates one with a short name, since the paths of its workers' sockets begin with it. */
    public RunDirectory createForZygote() throws IOException {
        byte[] random = new byte[ZYGOTE_ID_BYTES];
        RANDOM.nextBytes(random);
        RunDirectory zygote = create("z-" + HexFormat.of().formatHex(random));
        Files.createDirectory(zygote.hub(), RunDirectory.PRIVATE);
        return zygote;
    }

    private boolean needsFar(Path root) {
        return WorkerSockets.isTooLong(new RunDirectory(root, null, root).controlSocket())
                || WorkerSockets.isTooLong(keptOf(root).resolve(RunDirectory.CONTROL_SOCKET));
    }

    private static Path makeFar(Path root) throws IOException {
        Path far = Files.createTempDirectory("we-", RunDirectory.PRIVATE);
        Files.createSymbolicLink(root.resolve(RunDirectory.FAR), far);
        return far;
    }

    /** Returns the directories that a previous server left behind. */
    public List<RunDirectory> left() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(path)) {
            return each.map(root -> new RunDirectory(root, formerFarOf(root), keptOf(root)))
                    .flatMap(run -> Stream.concat(Stream.of(run), forkedBy(run)))
                    .toList();
        }
    }

    private Stream<RunDirectory> forkedBy(RunDirectory zygote) {
        if (!Files.isDirectory(zygote.hub())) {
            return Stream.of();
        }
        try (Stream<Path> each = Files.list(zygote.hub())) {
            return each.map(moved -> new RunDirectory(moved, null, keptOf(moved))).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path formerFarOf(Path root) {
        Path link = root.resolve(RunDirectory.FAR);
        try {
            return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Deletes the directory of the sockets that a previous server took.
     *
     * @param asOwner command prefix that gives access to all files of workers; empty if the server has it
     */
    public void deleteKept(List<String> asOwner) throws IOException {
        WorkerTrees.delete(path.resolveSibling(SOCKETS), asOwner);
    }

    private Path keptOf(Path root) {
        return path.resolveSibling(SOCKETS).resolve(root.getFileName());
    }
}
