package dev.webendpoints.worker.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What directories take on disk, by du(1): it counts blocks, so that a file with holes counts for what it has. */
final class DiskUse {

    private static final long KILOBYTE = 1024;

    private DiskUse() {}

    /**
     * Bytes by directory, without those that are gone. Blocks while it counts.
     *
     * @param prefix of the command that counts
     */
    static Map<Path, Long> of(Collection<Path> directories, List<String> prefix) throws IOException {
        if (directories.isEmpty()) {
            return Map.of();
        }
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("du", "-sk", "--"));
        directories.forEach(directory -> command.add(directory.toString()));
        Process du = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(du.getInputStream(), StandardCharsets.UTF_8))) {
            return parse(lines.lines().toList());
        } finally {
            du.destroyForcibly();
        }
    }

    private static Map<Path, Long> parse(List<String> lines) {
        Map<Path, Long> sizes = new HashMap<>();
        for (String line : lines) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                sizes.put(Path.of(line.substring(tab + 1)), Long.parseLong(line.substring(0, tab)) * KILOBYTE);
            }
        }
        return sizes;
    }
}
