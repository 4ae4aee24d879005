package dev.webendpoints.image.host;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of this host that a confined build sees, in addition to the system's programs; all others are invisible.
 *
 * @param cache uv's cache for later builds of the same tenant; anyone who can write to it controls what they install
 * @param temporary becomes the build's {@code /tmp}
 * @param readOnly read-only paths, which need not exist
 * @param writable writable paths in addition to the cache
 */
public record BuildView(Path cache, Path temporary, List<Path> readOnly, List<Path> writable) {

    public BuildView {
        readOnly = List.copyOf(readOnly);
        writable = List.copyOf(writable);
        requireNothingBelow(Stream.concat(writable.stream(), Stream.of(cache)).toList(), readOnly);
    }

    /** Builds can leave links in what they may write to, which bubblewrap would follow to a mount point below. */
    private static void requireNothingBelow(List<Path> writable, List<Path> readOnly) {
        List<Path> all = Stream.concat(writable.stream(), readOnly.stream()).toList();
        for (Path upper : writable) {
            all.stream()
                    .filter(path -> !path.equals(upper) && path.startsWith(upper))
                    .findFirst()
                    .ifPresent(path -> {
                        throw new IllegalArgumentException(path + " is below " + upper + ", where builds may write");
                    });
        }
    }

    BuildView alsoReading(Path file) {
        return new BuildView(
                cache,
                temporary,
                Stream.concat(readOnly.stream(), Stream.of(file)).toList(),
                writable);
    }
}
