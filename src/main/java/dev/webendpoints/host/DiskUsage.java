package dev.webendpoints.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Measures the disk usage of directories with GNU find(1). It counts blocks, so that a sparse file counts with what is
 * allocated, and descends below the longest path. Its work is bounded for any tree of a tenant: it abandons a directory
 * with more files than allowed.
 */
public final class DiskUsage {

    /** How long counting may take. Past it the remaining directories are not counted: the disk is slow or hangs. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final int BLOCK = 512;

    /** Type, blocks, number of hard links, and the directory on the command line below which the file was found. */
    private static final String FORMAT = "%y %b %n %H\\n";

    private static final int FIELDS = 4;

    private DiskUsage() {}

    /**
     * @param bytes allocated bytes; a file with several hard links counts for each of them in equal shares
     * @param files number of files, including directories and links
     */
    public record Usage(long bytes, long files) {

        public static final Usage NONE = new Usage(0, 0);

        public Usage plus(Usage other) {
            return new Usage(bytes + other.bytes, files + other.files);
        }
    }

    /**
     * Returns the usage of each directory that exists and was counted in time. Blocks for at most {@link #LIMIT}.
     *
     * @param maxFiles number of files in one directory beyond which counting continues with the next directory
     * @param asOwner command prefix that gives access to all files of the tenant; empty if the server has it
     * @throws IOException if there is no find, or it is not that of GNU
     */
    public static Map<Path, Usage> of(Collection<Path> directories, long maxFiles, List<String> asOwner)
            throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        Map<Path, Usage> usage = new HashMap<>();
        List<Path> left = directories.stream().filter(Files::isDirectory).toList();
        while (!left.isEmpty() && deadline - System.nanoTime() > 0) {
            Optional<Path> tooLarge = count(left, maxFiles, usage, deadline, asOwner);
            left = tooLarge.isEmpty() ? List.of() : left.subList(left.indexOf(tooLarge.get()) + 1, left.size());
        }
        return usage;
    }

    /** @return the directory at which counting ended because it has too many files */
    private static Optional<Path> count(
            List<Path> directories, long maxFiles, Map<Path, Usage> usage, long deadline, List<String> asOwner)
            throws IOException {
        List<String> command = new ArrayList<>(asOwner);
        command.addAll(List.of("find", "-P"));
        directories.forEach(directory -> command.add(directory.toString()));
        command.addAll(List.of("-printf", FORMAT));
        Process find = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Executor atTheLimit = CompletableFuture.delayedExecutor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        CompletableFuture<Void> watchdog = CompletableFuture.runAsync(find::destroyForcibly, atTheLimit);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(find.getInputStream(), StandardCharsets.UTF_8))) {
            Optional<Path> tooLarge = read(lines, maxFiles, usage);
            requireCounted(directories, usage, deadline);
            return tooLarge;
        } finally {
            watchdog.cancel(false);
            find.destroyForcibly();
        }
    }

    private static void requireCounted(List<Path> directories, Map<Path, Usage> usage, long deadline)
            throws IOException {
        if (usage.isEmpty()
                && deadline - System.nanoTime() > 0
                && directories.stream().anyMatch(Files::isDirectory)) {
            throw new IOException("find counted nothing; it must be that of GNU (findutils)");
        }
    }

    private static Optional<Path> read(BufferedReader lines, long maxFiles, Map<Path, Usage> usage) throws IOException {
        String directory = "";
        Usage sum = Usage.NONE;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] fields = line.split(" ", FIELDS);
            if (fields.length < FIELDS) {
                continue;
            }
            if (!fields[FIELDS - 1].equals(directory)) {
                keep(directory, sum, usage);
                directory = fields[FIELDS - 1];
                sum = Usage.NONE;
            }
            sum = sum.plus(usage(fields));
            if (sum.files() > maxFiles) {
                keep(directory, sum, usage);
                return Optional.of(Path.of(directory));
            }
        }
        keep(directory, sum, usage);
        return Optional.empty();
    }

    private static void keep(String directory, Usage sum, Map<Path, Usage> usage) {
        if (!directory.isEmpty()) {
            usage.put(Path.of(directory), sum);
        }
    }

    private static Usage usage(String[] fields) {
        long bytes = Long.parseLong(fields[1]) * BLOCK;
        return new Usage(fields[0].equals("f") ? bytes / Math.max(1, Long.parseLong(fields[2])) : bytes, 1);
    }
}
