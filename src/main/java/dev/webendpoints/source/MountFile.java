package dev.webendpoints.source;

import java.util.Arrays;

import dev.webendpoints.failure.InvalidRequest;

/**
 * A file of a mount.
 *
 * @param filename absolute, as sent by the client; no segment is empty, {@code .} or {@code ..}
 * @param sha256 the hash of the content
 * @param mode permission bits, at most 0777; 0 if the client sent none
 */
public record MountFile(String filename, String sha256, int mode) {

    private static final int PERMISSION_BITS = 0777;

    /** @throws InvalidRequest if the name or the hash is invalid */
    public MountFile {
        Sha256.require(sha256);
        requirePlainAbsolute(filename);
        mode = mode & PERMISSION_BITS;
    }

    private static void requirePlainAbsolute(String filename) {
        if (filename == null || !filename.startsWith("/") || filename.endsWith("/")) {
            throw invalid(filename, "must be an absolute path to a file");
        }
        if (filename.indexOf('\0') >= 0) {
            throw invalid(filename.replace('\0', '?'), "must not contain NUL");
        }
        boolean odd = Arrays.stream(filename.substring(1).split("/", -1))
                .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
        if (odd) {
            throw invalid(filename, "must not have empty parts, '.' or '..'");
        }
    }

    private static InvalidRequest invalid(String filename, String rule) {
        return new InvalidRequest("the name of a mounted file " + rule + ": '" + filename + "'");
    }
}
