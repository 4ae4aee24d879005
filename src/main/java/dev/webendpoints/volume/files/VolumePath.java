package dev.webendpoints.volume.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.webendpoints.failure.InvalidRequest;

/** A path in a volume: plain names, none for the volume's own directory. */
public record VolumePath(List<String> names) {

    /** Maximum length in bytes. A download's URL contains the path, and a request line has at most 4096 bytes. */
    static final int MAX_BYTES = 2000;

    /** Maximum number of names, which is also the maximum depth of recursive operations. */
    static final int MAX_NAMES = 64;

    private static final int MAX_NAME_BYTES = 255;

    public VolumePath {
        names = List.copyOf(names);
    }

    /**
     * Returns the path that a client names. Leading, trailing and repeated slashes and {@code .} have no effect.
     *
     * @throws InvalidRequest if a name is {@code ..}, or the path is too long or too deep
     */
    public static VolumePath of(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new InvalidRequest("a path in a volume has at most " + MAX_BYTES + " bytes");
        }
        List<String> names = Stream.of(text.split("/"))
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .toList();
        names.forEach(name -> requirePlain(name, text));
        if (names.size() > MAX_NAMES) {
            throw new InvalidRequest("a path in a volume has at most " + MAX_NAMES + " names");
        }
        return new VolumePath(names);
    }

    private static void requirePlain(String name, String text) {
        if (name.equals("..") || name.indexOf('\0') >= 0) {
            throw new InvalidRequest(
                    "a path in a volume is without '..' and null characters, not '" + text.replace('\0', '?') + "'");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new InvalidRequest("a name in a volume has at most " + MAX_NAME_BYTES + " bytes");
        }
    }

    boolean isRoot() {
        return names.isEmpty();
    }

    Path name() {
        return Path.of(names.get(names.size() - 1));
    }

    VolumePath parent() {
        return new VolumePath(names.subList(0, names.size() - 1));
    }

    VolumePath child(String name) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return new VolumePath(longer);
    }

    boolean isAtOrAbove(VolumePath other) {
        return other.names.size() >= names.size()
                && other.names.subList(0, names.size()).equals(names);
    }

    @Override
    public String toString() {
        return String.join("/", names);
    }
}
