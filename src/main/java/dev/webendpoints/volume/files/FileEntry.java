package dev.webendpoints.volume.files;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * One entry of a volume.
 *
 * @param path path in the volume, without a leading slash
 * @param modifiedSecs time of the last modification, in seconds since 1970
 * @param size bytes of a file; 0 for others
 */
public record FileEntry(String path, Kind kind, long modifiedSecs, long size) {

    /** In the order of the client's protocol. */
    public enum Kind {
        UNKNOWN,
        FILE,
        DIRECTORY,
        LINK,
        OTHER
    }

    static FileEntry of(VolumePath path, BasicFileAttributes attributes) {
        return new FileEntry(
                path.toString(),
                kind(attributes),
                Math.max(0, attributes.lastModifiedTime().to(TimeUnit.SECONDS)),
                attributes.isRegularFile() ? attributes.size() : 0);
    }

    private static Kind kind(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return Kind.FILE;
        }
        if (attributes.isDirectory()) {
            return Kind.DIRECTORY;
        }
        return attributes.isSymbolicLink() ? Kind.LINK : Kind.OTHER;
    }
}
